"""The errors this package raises, and the exit code each becomes.

```text
PapersError                        exit 1
├── UsageError                     exit 2   a bad argument, setting, list or folder
│   ├── ListError                           a list that cannot be read (path and line)
│   └── StorageError                        a folder or an address that cannot be read or written
├── SourceError                    exit 3   something a service did (source, url, status)
│   ├── TransientSourceError                worth another try: 429, 5xx, a lost connection
│   │   └── ReplyShapeError                 a reply that is not what was asked for
│   ├── PermanentSourceError                not worth another try: a bad key, a refused query
│   └── ServicesUnavailableError            no service answered, nothing can be concluded
├── GateError                      exit 4   a new snapshot that must not replace the last one
├── LockedError                    exit 5   another run works in the same folder
└── SnapshotError                  exit 1   a snapshot that is damaged or of another shape
    └── NoSnapshotError            exit 2   none is there, or none that holds what is asked
```

All survive pickling, since tasks of a flow may cross processes.
"""

from __future__ import annotations


class PapersError(Exception):
    """Base of everything this package raises on purpose."""

    exit_code = 1


class UsageError(PapersError):
    """An argument, setting, list or folder that cannot be used; the text says what to do."""

    exit_code = 2


class ListError(UsageError):
    """A list that cannot be read.

    Attributes:
        path: Path or URL of the list.
        line: 1-based line the trouble was found at, or None when it is the whole file.
    """

    def __init__(self, message: str, path: str, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message = message
        self.path = path
        self.line = line

    def __str__(self) -> str:
        """Text as compilers print it: path, line, message."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"


class StorageError(UsageError):
    """A place for snapshots or replies that cannot be read or written: full, read-only, out of reach."""


class SourceError(PapersError):
    """Something a service did.

    Attributes:
        source: Name of the service, such as `arxiv`.
        url: What was asked, without secrets.
        status: HTTP status, or None when there was no reply.
        retry_after_s: Seconds the service asked to wait, or None when it did not say.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        source: str,
        url: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message, source, url, status, retry_after_s)
        self.message = message
        self.source = source
        self.url = url
        self.status = status
        self.retry_after_s = retry_after_s

    def __str__(self) -> str:
        """The message alone; source, url and status are attributes."""
        return self.message


class TransientSourceError(SourceError):
    """A failure that may pass: 429, 5xx, a lost connection, a reply cut short."""


class ReplyShapeError(TransientSourceError):
    """A reply that is not what was asked for; never read as an absence."""


class PermanentSourceError(SourceError):
    """A failure that another try cannot mend: a refused key or a refused query."""


class ServicesUnavailableError(SourceError):
    """No service answered and nothing is known from before."""


class GateError(PapersError):
    """A new snapshot failed a check; the last published one stands."""

    exit_code = 4


class LockedError(PapersError):
    """Another run holds the lock of the same folder."""

    exit_code = 5


class SnapshotError(PapersError):
    """A snapshot is missing, damaged or of another shape than declared."""


class NoSnapshotError(SnapshotError):
    """There is no snapshot where one is asked for, or none that holds what is asked: bad usage, no verdict on one."""

    exit_code = 2
