whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join(part.capitalize() for part in s.split(sep))


class Template:
    def __init__(self, template):
        self.template = template

    def _replace(self, values, safe):
        out = []
        text = self.template
        at = 0
        while at < len(text):
            if text[at] != '$':
                out.append(text[at])
                at += 1
                continue
            if text[at + 1:at + 2] == '$':
                out.append('$')
                at += 2
                continue
            start = at
            braced = text[at + 1:at + 2] == '{'
            at += 2 if braced else 1
            begin = at
            while at < len(text) and (text[at].isalnum() or text[at] == '_'):
                at += 1
            name = text[begin:at]
            if braced and at < len(text) and text[at] == '}':
                at += 1
            elif braced or not name:
                if not safe:
                    raise ValueError('Invalid placeholder in string: line 1, col %d' % (start + 1))
                out.append(text[start:at])
                continue
            if safe and name not in values:
                out.append(text[start:at])
            else:
                out.append(str(values[name]))
        return ''.join(out)

    def substitute(self, mapping={}, /, **kws):
        return self._replace({**mapping, **kws}, False)

    def safe_substitute(self, mapping={}, /, **kws):
        return self._replace({**mapping, **kws}, True)


class Formatter:
    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
