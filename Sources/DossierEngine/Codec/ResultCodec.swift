import DossierDomain

/// The stored form of a result (kết quả giải quyết), the same in its event and in the state: the members `result`, its
/// kind, and `resultText`, where its number and reason are; none of them without a result.
enum ResultCodec {
    /// Writes the members.
    static func writeMembers(_ result: DossierResult?, to writer: inout JSONWriter) {
        guard let result else { return }
        writer.member("result", result.kind.rawValue)
        if let text = result.text { writer.member("resultText", text) }
    }

    /// Reads the members.
    static func members(of members: JSONObjectReader) throws(StoredFormDefect) -> DossierResult? {
        guard try members.optionalText("result") != nil else { return nil }
        return DossierResult(
            kind: try members.choice("result"),
            text: try members.optionalReference("resultText")
        )
    }
}
