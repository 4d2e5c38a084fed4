public import SMSText

/// How people's data are judged at the desk.
public enum PersonRules {
    /// The longest e-mail address, in characters.
    ///
    /// Source: RFC 5321, 4.5.3.1.3 (path of 256 with its brackets).
    static let maximumEmailLength = 254

    /// Judges an applicant.
    static func applicant(_ draft: PersonDraft?, errors: inout FieldErrors) -> Applicant? {
        guard let draft else {
            errors.add("applicant", .required)
            return nil
        }
        let kind = errors.collect("applicant.kind") { () throws(FieldDefect) in
            try choice(ApplicantKind.self, draft.kind)
        }
        let name = errors.collect("applicant.name") { () throws(FieldDefect) in
            try required(draft.name, TextRules.name)
        }
        let number = optional(draft.identityNumber, "applicant.identityNumber", &errors) {
            (typed) throws(FieldDefect) in try identityNumber(typed, kind: kind ?? .citizen)
        }
        let phone = optional(draft.phone, "applicant.phone", &errors, phone)
        let email = optional(draft.email, "applicant.email", &errors, email)
        let address = optional(draft.address, "applicant.address", &errors, TextRules.address.clean)
        guard let kind, let name else { return nil }
        return Applicant(
            kind: kind,
            name: name,
            identityNumber: number,
            phone: phone,
            email: email,
            address: address
        )
    }

    /// Judges a submitter.
    static func submitter(_ draft: PersonDraft, errors: inout FieldErrors) -> Submitter? {
        let name = errors.collect("submitter.name") { () throws(FieldDefect) in
            try required(draft.name, TextRules.name)
        }
        let number = optional(draft.identityNumber, "submitter.identityNumber", &errors) {
            (typed) throws(FieldDefect) in try identityNumber(typed, kind: .citizen)
        }
        let phone = optional(draft.phone, "submitter.phone", &errors, phone)
        return name.map { Submitter(name: $0, identityNumber: number, phone: phone) }
    }

    /// Judges a telephone number; blanks, dots, country code and the numbers of before 2018 are understood.
    public static func phone(_ typed: String) throws(FieldDefect) -> PhoneNumber {
        guard typed.utf8.count <= 64, let phone = PhoneNumber(vietnamese: typed) else { throw FieldDefect(.notAPhone) }
        return phone
    }

    /// Judges an e-mail address by its shape alone: something, one at sign, something with a dot.
    public static func email(_ typed: String) throws(FieldDefect) -> String {
        let text = try TextRules(maximumLength: maximumEmailLength).clean(typed)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), !text.contains(" ")
        else { throw FieldDefect(.invalidValue) }
        return text
    }

    /// Judges an identity number: 9 or 12 digits; for anyone but a citizen a tax number of 10 or 13 digits too.
    ///
    /// Source: design.md §4 (judged no further).
    public static func identityNumber(_ typed: String, kind: ApplicantKind) throws(FieldDefect) -> String {
        guard typed.utf8.count <= 64 else { throw FieldDefect(.tooLong) }
        let digits = typed.filter { $0 != " " && $0 != "." }
        let branch = digits.split(separator: "-", omittingEmptySubsequences: false)
        let isNumber = branch.allSatisfy { part in !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard isNumber else { throw FieldDefect(.invalidIdentityNumber) }
        if branch.count == 1, [9, 12].contains(digits.count) { return digits }
        guard kind != .citizen else { throw FieldDefect(.invalidIdentityNumber) }
        if branch.count == 1, [10, 13].contains(digits.count) { return digits }
        if branch.map(\.count) == [10, 3] { return digits }
        throw FieldDefect(.invalidIdentityNumber)
    }

    /// Judges a value that need not be given; an empty text counts as not given.
    private static func optional<Value>(
        _ typed: String?,
        _ field: String,
        _ errors: inout FieldErrors,
        _ judge: (String) throws(FieldDefect) -> Value
    ) -> Value? {
        guard let typed, !typed.isEmpty else { return nil }
        return errors.collect(field) { () throws(FieldDefect) in try judge(typed) }
    }
}
