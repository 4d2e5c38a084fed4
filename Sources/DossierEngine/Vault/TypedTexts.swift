/// The words an officer typed with an action (nội dung đã nhập): one entry of the vault.
public struct TypedTexts: Hashable, Sendable {
    /// Why.
    public var reason: String?
    /// A note beside it.
    public var note: String?
    /// The number of a result.
    public var number: String?
    /// The papers asked for.
    public var items: [String] = []
    /// The papers brought.
    public var documents: [SubmittedDocument] = []
    /// A payment's reference.
    public var reference: String?
    /// Who took the result.
    public var receivedBy: String?

    /// Creates texts, empty at first.
    public init() {}

    /// Creates texts that are a reason alone.
    public init(reason: String) { self.reason = reason }

    /// The texts as the vault keeps them.
    var stored: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            if let reason { writer.member("reason", reason) }
            if let note { writer.member("note", note) }
            if let number { writer.member("number", number) }
            if !items.isEmpty {
                writer.key("items")
                writer.array(of: items) { $0.value($1) }
            }
            if !documents.isEmpty {
                writer.key("documents")
                writer.array(of: documents) { $1.write(to: &$0) }
            }
            if let reference { writer.member("reference", reference) }
            if let receivedBy { writer.member("receivedBy", receivedBy) }
        }
        return writer.bytes
    }

    /// Creates texts from what the vault kept.
    ///
    /// - Throws: ``StoredFormDefect``.
    init(stored bytes: [UInt8]) throws(StoredFormDefect) {
        let members = JSONObjectReader(try storedJSON(bytes))
        reason = try members.optionalText("reason")
        note = try members.optionalText("note")
        number = try members.optionalText("number")
        for value in try members.array("items") {
            guard let item = value.string else { throw StoredFormDefect(member: "items") }
            items.append(item)
        }
        documents = try SubmittedDocument.list(members.array("documents"))
        reference = try members.optionalText("reference")
        receivedBy = try members.optionalText("receivedBy")
    }
}
