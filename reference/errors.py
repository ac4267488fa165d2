"""The one error that a user's input can cause."""


class InputError(ValueError):
    """What was given is not usable; the text says, in one sentence, what was given and what was expected.

    The command line prints the text and exits with status 2; everything else that is raised is a defect of kenzan.
    """
