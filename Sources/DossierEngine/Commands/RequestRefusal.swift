/// Why a request is refused before any rule of a dossier is asked.
public enum RequestRefusal: Error, Hashable, Sendable {
    /// Some fields cannot be taken.
    case invalidFields([FieldError])
    /// There is no such dossier.
    case dossierNotFound
    /// The dossier lies in the archive of old years, where it is only read.
    case dossierArchived
    /// The dossier has changed since the caller saw it.
    case versionMismatch(current: Int)
    /// The idempotency key was used for another request.
    case idempotencyKeyReused
    /// Name or password is wrong.
    case wrongCredentials
    /// No, an unknown or an expired token.
    case unauthenticated
    /// Too many wrong tries; try again after so many seconds.
    case tooManyAttempts(retryAfterSeconds: Int64)
    /// Too many look-ups; try again after so many seconds.
    case tooManyLookups(retryAfterSeconds: Int64)
    /// The password breaks a rule.
    case weakPassword(PasswordDefect)
    /// Too many passwords are being judged; try again after so many seconds.
    case signInBusy(retryAfterSeconds: Int64)
    /// The password was given by somebody else and has to be changed before anything else.
    case passwordChangeRequired
    /// There is no such account.
    case accountNotFound
    /// The name is another account's.
    case usernameTaken
    /// Nobody would be left to keep accounts.
    case lastAdministrator
    /// The account has no such session.
    case sessionNotFound
    /// The account has no such posting.
    case postingNotFound
    /// The account cannot be given the post: it is an administrator's, a leader is not seconded, it is his own already,
    /// or he has as many as one can have.
    case postingNotPossible
    /// The account has such a post on some of these days already.
    case postingOverlaps
    /// There is no such key.
    case keyNotFound
    /// The name is another key's.
    case keyNameTaken
    /// The key was taken back.
    case keyRevoked
    /// The key is for other things.
    case keyScope([KeyScope])
    /// No provider of single sign-on is configured.
    case signOnOff
    /// What a browser brought back from the provider proves nothing.
    case signOnFailed
    /// The provider cannot be asked now; try again after so many seconds.
    case signOnUnavailable(retryAfterSeconds: Int64)
    /// No rule gives a role to somebody whom the provider vouches for.
    case signOnUnmapped
    /// Somebody whom the provider vouches for has no account, and none is made for him.
    case signOnUnknown
    /// The account of somebody whom the provider vouches for is disabled.
    case accountDisabled
    /// The account is the provider's to change, or the token its own to end.
    case accountOfProvider
    /// No such status, or a wrong PIN: both look the same.
    case statusNotFound
    /// The demo clock does not go backwards.
    case clockBackwards
    /// The dossier has more events than can be told at once.
    case historyTooLong
    /// The period has more dossiers than one answer tells of.
    case reportTooLarge
    /// There is no such notice to whoever asks.
    case noticeNotFound
    /// There is no such text about a dossier that the account may see.
    case messageNotFound
    /// There is no such subscription.
    case webhookNotFound
    /// The text is under way or has arrived, or a later one tells the same.
    case messageNotResendable
    /// No checkpoint holds what is asked for yet; the next one comes after about so many seconds.
    case checkpointNotFound(retryAfterSeconds: Int64)
    /// The history does not contain the last checkpoint, so that nothing can be proved by it.
    case historyForked
}
