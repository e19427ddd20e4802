class ConfigError(Exception):
    """What the program could not use."""


def read(settings):
    try:
        return settings["port"] + 1
    except TypeError as error:
        raise ConfigError("port must be a number") from error


read({"port": "80"})
