/// The field `Expect` (trường Expect): what a client wants to hear before it sends a body.
///
/// Source: RFC 9110 §10.1.1; `100-continue` is all there is, and a server may refuse anything else.
enum Expectation {
    /// Whether a field asks for nothing but to be told to go on.
    static func isToContinue(_ field: String) -> Bool {
        field.lowercased().split(separator: ",").allSatisfy { member in
            member.filter { $0 != " " && $0 != "\t" } == "100-continue"
        }
    }
}
