"""Every error that the service raises on purpose, as one tree.

FaqError                      something a person can mend; the message says how
+-- SettingsError             a FAQ_* variable has an unusable value
+-- CorpusError               the merchants' registry or a document is unusable (names file and line)
|   +-- RegistryError         corpus/merchants.toml
|   +-- DocumentError         one source file
|   +-- OverrideError         corpus/overrides.toml
+-- ModelError                the model cannot be built or loaded
|   +-- ModelMissing          it has not been built yet
|   +-- ModelIntegrityError   a file is not the one that was checked
|   +-- ParityError           the exported model disagrees with its original
+-- IndexFolderError          the index cannot be read or written
|   +-- IndexMissing          nothing has been published yet
|   +-- IndexIncompatible     built with another format or model
|   +-- IndexCorrupt          a file does not match its checksum
|   +-- IndexUnwritable       the disk refuses what an ingestion writes
|   +-- IngestBusy            another ingestion holds the lock
|   +-- PublishRefused        a new generation fails its proof, or loses what the served one has
+-- DataFolderError           a file that the service writes cannot be read or written
+-- EvaluationError           a file of labelled queries is unusable
+-- ServingError              the service cannot listen
+-- AccessError               who asks may not
|   +-- Unauthenticated       nobody knows who it is: no key and no token came with it
|   |   +-- InvalidCredential a key or a token that counts for nothing
|   +-- Forbidden             it is known who, or from where, and they may not
+-- InternalError             a fault of the service itself: what whoever asked is told instead of the fault
+-- RequestError              a search request that cannot be served (the API turns it into a problem)
    +-- InvalidQuery          the query text itself
    +-- InvalidValue          another field's value
    +-- UnknownField          a name that is no field
    +-- UnknownMerchant       no such merchant in the caller's scope
    +-- NotFound              no such passage or document in the caller's scope
"""

from pathlib import Path
from typing import ClassVar


class FaqError(Exception):
    """Something a person can mend; the message says what was wrong, where, and what to do.

    `code` is what programs know it by, over HTTP and MCP; empty where no program is told.
    """

    code: ClassVar[str] = ""


class SettingsError(FaqError):
    """A FAQ_* variable has an unusable value."""


class CorpusError(FaqError):
    """The merchants' registry or a document is unusable; the message names the file and the line."""


class RegistryError(CorpusError):
    """`corpus/merchants.toml` is malformed or contradicts the folder."""


class DocumentError(CorpusError):
    """One source file cannot be read as text or holds nothing to search."""


class OverrideError(CorpusError):
    """`corpus/overrides.toml` is malformed, or asks for what the corpus does not allow."""


class ModelError(FaqError):
    """The model cannot be built or loaded."""


class ModelMissing(ModelError):
    """The model folder that was asked for has not been built yet."""


class ModelIntegrityError(ModelError):
    """A model file is not the one whose checksum is known."""


class ParityError(ModelError):
    """The exported model disagrees with its original by more than the bar."""


class IndexFolderError(FaqError):
    """The index folder cannot be read or written; `file` is the one at fault, None where several are, or none is."""

    def __init__(self, message: str, file: Path | None = None) -> None:
        super().__init__(message)
        self.file = file


class IndexMissing(IndexFolderError):
    """Nothing has been published in the index folder yet."""


class IndexIncompatible(IndexFolderError):
    """The generation was built with another format version or another model."""


class IndexCorrupt(IndexFolderError):
    """A file of the generation does not match its checksum."""


class IndexUnwritable(IndexFolderError):
    """The disk refuses what an ingestion writes: it is full, read-only or broken."""


class IngestBusy(IndexFolderError):
    """Another ingestion holds the index folder's lock."""


class PublishRefused(IndexFolderError):
    """A new generation was not published: it fails its proof, or loses what the served one has."""


class DataFolderError(FaqError):
    """A file of the data folder, which the running service writes, cannot be read or written."""


class EvaluationError(FaqError):
    """A file of labelled queries is unusable."""


class ServingError(FaqError):
    """The service cannot listen on its address."""


class AccessError(FaqError):
    """Who asks may not."""


class Unauthenticated(AccessError):
    """No key and no token came with the request."""

    code = "unauthenticated"


class InvalidCredential(Unauthenticated):
    """A key or a token that counts for nothing, or no longer."""


class Forbidden(AccessError):
    """The caller, or the website or address through which the request comes, may not do this."""

    code = "forbidden"


class InternalError(FaqError):
    """A fault of the service itself: what whoever asked is told, while the log has the fault."""

    code = "internal_error"

    def __init__(self) -> None:
        super().__init__("This is a fault of the service; its log says which. Try again later.")


class RequestError(FaqError):
    """A request that cannot be served as asked."""


class InvalidQuery(RequestError):
    """The query is empty, too long, or holds characters that are not text."""

    code = "invalid_query"


class InvalidValue(RequestError):
    """A field other than the query has an unusable value."""

    code = "invalid_value"


class UnknownField(RequestError):
    """The request holds a name that is none of the fields."""

    code = "unknown_field"


class UnknownMerchant(RequestError):
    """No merchant of this id exists in the caller's scope."""

    code = "unknown_merchant"


class NotFound(RequestError):
    """No passage or document of this name exists in the caller's scope."""

    code = "not_found"
