/// One field of a request that cannot be taken as it is.
public struct FieldError: Error, Hashable, Sendable {
    /// The field's path, for example `applicant.phone` or `documents[2].quantity`.
    public let field: String
    /// What is wrong with it.
    public let code: Code

    /// Creates an error.
    public init(_ field: String, _ code: Code) {
        self.field = field
        self.code = code
    }

    /// What can be wrong with a field; the names are stable.
    public enum Code: String, CaseIterable, Sendable {
        /// It is missing.
        case required = "required"
        /// There is no such field.
        case unknownField = "unknown-field"
        /// It is of another kind of value.
        case wrongType = "wrong-type"
        /// It has no visible character.
        case blank = "blank"
        /// It is longer than allowed.
        case tooLong = "too-long"
        /// It is shorter than allowed.
        case tooShort = "too-short"
        /// It is none of the values allowed.
        case invalidValue = "invalid-value"
        /// It has a control character.
        case controlCharacter = "control-character"
        /// It is no telephone number of Vietnam.
        case notAPhone = "not-a-phone"
        /// It is not 9 or 12 digits, nor a tax number where one is taken.
        case invalidIdentityNumber = "invalid-identity-number"
        /// It is no instant or date of the form asked for.
        case invalidDate = "invalid-date"
        /// The catalogue has no such procedure in force.
        case unknownProcedure = "unknown-procedure"
        /// The organisation has no such commune.
        case unknownCommune = "unknown-commune"
        /// The organisation has several communes of that name.
        case ambiguousCommune = "ambiguous-commune"
        /// A commune is named for a unit that is of none, or for no unit.
        case communeNotTaken = "commune-not-taken"
        /// The organisation has no such unit.
        case unknownUnit = "unknown-unit"
        /// A leader, who leads the whole organisation, is to belong to a commune.
        case leaderOfCommune = "leader-of-commune"
        /// A clerk of the desk is to sit at a unit that is no desk.
        case notADesk = "not-a-desk"
        /// Not the name of an account.
        case invalidUsername = "invalid-username"
        /// The number is too small or too large.
        case outOfRange = "out-of-range"
        /// The day has passed.
        case datePast = "date-past"
        /// The day has not come yet.
        case dateFuture = "date-future"
        /// The last day lies before the first.
        case beforeFrom = "before-from"
        /// It lasts more days than allowed.
        case tooManyDays = "too-many-days"
        /// There are too many of them.
        case tooMany = "too-many"
        /// Texts are wanted but nobody's mobile number is given.
        case noPhoneForSMS = "no-phone-for-sms"
        /// The name stands twice.
        case duplicateKey = "duplicate-key"
        /// See ``PasswordDefect``.
        case passwordTooShort = "password-too-short"
        /// See ``PasswordDefect``.
        case passwordTooLong = "password-too-long"
        /// See ``PasswordDefect``.
        case passwordKnown = "password-known"
        /// See ``PasswordDefect``.
        case passwordPersonal = "password-personal"
        /// See ``PasswordDefect``.
        case passwordRepetitive = "password-repetitive"
        /// See ``PasswordDefect``.
        case passwordUnchanged = "password-unchanged"
    }
}
