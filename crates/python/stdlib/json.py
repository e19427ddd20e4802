from _json import parse, quote, JSONDecodeError


def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    if isinstance(s, (bytes, bytearray)):
        s = s.decode('utf-8')
    elif not isinstance(s, str):
        raise TypeError('the JSON object must be str, bytes or bytearray, not ' + type(s).__name__)
    if s.startswith('\ufeff'):
        raise JSONDecodeError('Unexpected UTF-8 BOM (decode using utf-8-sig)')
    value = parse(s)
    if object_hook is not None or object_pairs_hook is not None or parse_float or parse_int:
        value = _hooked(value, object_hook, object_pairs_hook, parse_float, parse_int)
    return value


def _hooked(value, hook, pairs, real, whole):
    if isinstance(value, dict):
        items = [(key, _hooked(item, hook, pairs, real, whole)) for key, item in value.items()]
        if pairs is not None:
            return pairs(items)
        value = dict(items)
        return value if hook is None else hook(value)
    if isinstance(value, list):
        return [_hooked(item, hook, pairs, real, whole) for item in value]
    if real and isinstance(value, float):
        return real(repr(value))
    if whole and isinstance(value, int) and not isinstance(value, bool):
        return whole(repr(value))
    return value


def load(fp, **kw):
    return loads(fp.read(), **kw)


def _float(value, allow_nan):
    if value != value:
        text = 'NaN'
    elif value == float('inf'):
        text = 'Infinity'
    elif value == float('-inf'):
        text = '-Infinity'
    else:
        return float.__repr__(value)
    if not allow_nan:
        raise ValueError('Out of range float values are not JSON compliant')
    return text


class JSONEncoder:
    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError('Object of type %s is not JSON serializable' % type(o).__name__)

    def encode(self, o):
        pieces = []
        self._write(o, pieces, 0, [])
        return ''.join(pieces)

    def iterencode(self, o):
        yield self.encode(o)

    def _newline(self, level):
        indent = self.indent
        if isinstance(indent, int):
            indent = ' ' * indent
        return '\n' + indent * level

    def _key(self, key):
        if isinstance(key, str):
            return key
        if key is True:
            return 'true'
        if key is False:
            return 'false'
        if key is None:
            return 'null'
        if isinstance(key, int):
            return int.__repr__(key)
        if isinstance(key, float):
            return _float(key, self.allow_nan)
        if self.skipkeys:
            return None
        raise TypeError('keys must be str, int, float, bool or None, not ' + type(key).__name__)

    def _write(self, o, out, level, inside):
        if isinstance(o, str):
            out.append(quote(o, self.ensure_ascii))
        elif o is None:
            out.append('null')
        elif o is True:
            out.append('true')
        elif o is False:
            out.append('false')
        elif isinstance(o, int):
            out.append(int.__repr__(o))
        elif isinstance(o, float):
            out.append(_float(o, self.allow_nan))
        elif isinstance(o, (list, tuple, dict)):
            if id(o) in inside:
                raise ValueError('Circular reference detected')
            inside.append(id(o))
            if isinstance(o, dict):
                self._write_dict(o, out, level, inside)
            else:
                self._write_list(o, out, level, inside)
            inside.pop()
        else:
            if id(o) in inside:
                raise ValueError('Circular reference detected')
            inside.append(id(o))
            self._write(self.default(o), out, level, inside)
            inside.pop()

    def _write_list(self, o, out, level, inside):
        if not o:
            out.append('[]')
            return
        out.append('[')
        separator = self.item_separator
        if self.indent is not None:
            newline = self._newline(level + 1)
            out.append(newline)
            separator += newline
        first = True
        for item in o:
            if not first:
                out.append(separator)
            first = False
            self._write(item, out, level + 1, inside)
        if self.indent is not None:
            out.append(self._newline(level))
        out.append(']')

    def _write_dict(self, o, out, level, inside):
        if not o:
            out.append('{}')
            return
        out.append('{')
        separator = self.item_separator
        if self.indent is not None:
            newline = self._newline(level + 1)
            out.append(newline)
            separator += newline
        items = o.items()
        if self.sort_keys:
            items = sorted(items)
        first = True
        for key, value in items:
            key = self._key(key)
            if key is None:
                continue
            if not first:
                out.append(separator)
            first = False
            out.append(quote(key, self.ensure_ascii))
            out.append(self.key_separator)
            self._write(value, out, level + 1, inside)
        if self.indent is not None:
            out.append(self._newline(level))
        out.append('}')


def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    if cls is None:
        cls = JSONEncoder
    return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
               indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)


def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))


class JSONDecoder:
    def __init__(self, **kw):
        self._kw = kw

    def decode(self, s):
        return loads(s, **self._kw)

    def raw_decode(self, s, idx=0):
        text = s[idx:]
        if not text or text[0] in ' \t\n\r':
            raise JSONDecodeError('Expecting value', s, idx)
        end = len(text.rstrip(' \t\n\r'))
        try:
            value = loads(text, **self._kw)
        except JSONDecodeError as error:
            if error.msg != 'Extra data':
                raise JSONDecodeError(error.msg, s, idx + error.pos) from None
            end = len(text[:error.pos].rstrip(' \t\n\r'))
            value = loads(text[:end], **self._kw)
        return value, idx + end
