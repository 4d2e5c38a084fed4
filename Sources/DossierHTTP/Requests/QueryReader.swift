import DossierEngine
import Hummingbird

/// A strict reader of the parameters after a path's question mark (bộ đọc tham số).
struct QueryReader {
    private var values: [String: String] = [:]
    private(set) var errors = FieldErrors()

    /// Creates a reader of a request's parameters.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - known: The names that mean something; any other is refused.
    init(_ request: Request, known: Set<String>) {
        self.init(request.uri.queryParameters.map { (String($0.key), String($0.value)) }, known: known)
        // What is no UTF-8 would be searched for as it was sent, signs and all.
        for pair in (request.uri.query ?? "").split(separator: "&") where PercentText.decoded(String(pair)) == nil {
            errors.add(RequestReader.shown(String(pair.prefix { $0 != "=" })), .invalidValue)
        }
    }

    /// Creates a reader of pairs.
    init(_ pairs: [(name: String, value: String)], known: Set<String>) {
        for (name, value) in pairs where !name.isEmpty {
            if !known.contains(name) {
                errors.add(RequestReader.shown(name), .unknownField)
            } else if values.updateValue(value, forKey: name) != nil {
                errors.add(name, .duplicateKey)
            }
        }
    }

    /// The text of a parameter; nil if there is none.
    func text(_ name: String) -> String? { values[name] }

    /// The text of a parameter that has to be there; where it is not, or is empty, that is noted.
    mutating func required(_ name: String) -> String {
        let text = values[name] ?? ""
        if text.isEmpty { errors.add(name, .required) }
        return text
    }

    /// The words of a parameter, in which a plus means a blank, as forms and curl write it; nil if there are none.
    func words(_ name: String) -> String? { values[name]?.replacing("+", with: " ") }

    /// A clean line of a parameter, a plus as in ``words(_:)``; nil if there is none.
    mutating func line(_ name: String) -> String? {
        guard let typed = words(name) else { return nil }
        do throws(FieldDefect) {
            return try TextRules(maximumLength: 200).clean(typed)
        } catch {
            errors.add(name, error.code)
            return nil
        }
    }

    /// Notes that a parameter's value cannot be taken.
    mutating func refuse(_ name: String, _ code: FieldError.Code) { errors.add(name, code) }

    /// A whole number within a range; nil if there is none.
    mutating func whole(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text) else {
            errors.add(name, .invalidValue)
            return nil
        }
        guard range.contains(number) else {
            errors.add(name, .outOfRange)
            return nil
        }
        return number
    }

    /// A truth value; nil if there is none.
    mutating func flag(_ name: String) -> Bool? {
        guard let text = values[name] else { return nil }
        guard let flag = Bool(text) else {
            errors.add(name, .invalidValue)
            return nil
        }
        return flag
    }

    /// Refuses the request if anything is wrong.
    ///
    /// - Throws: ``RequestRefusal/invalidFields(_:)``.
    func finish() throws(RequestRefusal) {
        guard errors.list.isEmpty else { throw .invalidFields(errors.list) }
    }
}
