"""Every rule of ``loopmap check``: its code, how bad it is, what is wrong, an example of both."""
