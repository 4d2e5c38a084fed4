import DossierDomain
import DossierEngine
import WorkingCalendar

extension RequestReader {
    /// A text that must be given, cleaned and judged.
    mutating func clean(_ name: String, _ rules: TextRules) -> String? {
        guard let typed = mustHave(name, { $0.text(name) }) else { return nil }
        return errors.collect(path(name)) { () throws(FieldDefect) in try rules.clean(typed) }
    }

    /// A text that need not be given, cleaned and judged.
    mutating func optionalClean(_ name: String, _ rules: TextRules) -> String? {
        guard let typed = text(name) else { return nil }
        return errors.collect(path(name)) { () throws(FieldDefect) in try rules.clean(typed) }
    }

    /// The step that a member names; whether the route has it is the dossier's own affair.
    mutating func step(_ name: String) -> StepID? { clean(name, .identifier).map(StepID.init(rawValue:)) }

    /// A whole number within a range that must be given.
    mutating func whole(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let number = mustHave(name, { $0.whole(name) }) else { return nil }
        guard range.contains(number) else {
            errors.add(path(name), .outOfRange)
            return nil
        }
        return number
    }

    /// A moment with its zone that must be given.
    mutating func moment(_ name: String) -> Instant? {
        guard let typed = mustHave(name, { $0.text(name) }) else { return nil }
        guard let moment = Instant(iso8601: typed) else {
            errors.add(path(name), .invalidDate)
            return nil
        }
        return moment
    }

    /// A local date that must be given.
    mutating func date(_ name: String) -> LocalDate? { mustHave(name) { $0.optionalDate(name) } }

    /// A local date that need not be given.
    mutating func optionalDate(_ name: String) -> LocalDate? {
        guard let typed = text(name) else { return nil }
        guard let date = LocalDate(iso8601: typed) else {
            errors.add(path(name), .invalidDate)
            return nil
        }
        return date
    }

    /// A secret that must be given and is taken as it stands.
    mutating func secret(_ name: String, atMost maximum: Int) -> String? {
        guard let typed = mustHave(name, { $0.text(name) }) else { return nil }
        guard !typed.isEmpty else {
            errors.add(path(name), .tooShort)
            return nil
        }
        guard typed.count <= maximum else {
            errors.add(path(name), .tooLong)
            return nil
        }
        return typed
    }

    /// Asks for a member and notes it where it is missing.
    mutating func mustHave<Value>(_ name: String, _ ask: (inout RequestReader) -> Value?) -> Value? {
        let isThere = has(name)
        let value = ask(&self)
        if !isThere { errors.add(path(name), .required) }
        return value
    }
}
