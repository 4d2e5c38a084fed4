import DossierConfig
import DossierEngine
import SMSGateways

/// Makes the adapters' descriptions from a gateway's file (đọc mô tả cổng SMS), whose shape its schema has checked.
struct GatewayDescriptions {
    let name: String
    let json: JSONValue
    private let allowsAccents: Bool

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - allowsAccents: Whether the settings let texts keep their accents.
    /// - Throws: `JSONDefect`, which the configuration's own writing rules out.
    init(_ file: GatewayFile, allowsAccents: Bool) throws {
        name = file.name
        json = try JSONParser.parse(Array(file.canonicalJSON.utf8))
        self.allowsAccents = allowsAccents
    }

    private var sendsAccents: Bool { allowsAccents && json["sendsAccents"]?.bool == true }

    /// The names of the secrets that it needs, that of its hook too.
    var secretNames: Set<String> { Self.secretNames(in: json) }

    private static func secretNames(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let members):
            return members.reduce(into: []) { names, member in
                if member.name == "passwordSecret" || member.name == "hookSecret", let name = member.value.string {
                    names.insert(name)
                }
                names.formUnion(secretNames(in: member.value))
            }
        case .array(let elements): return elements.reduce(into: []) { $0.formUnion(secretNames(in: $1)) }
        case .string(let text):
            return Set(
                text.split(separator: "{secret:", omittingEmptySubsequences: false).dropFirst().compactMap { part in
                    part.firstIndex(of: "}").map { String(part[..<$0]) }
                }
            )
        default: return []
        }
    }

    /// The Kannel that it describes; nil if it describes none.
    var kannel: KannelDescription? {
        guard let part = json["transport"]?["kannel"] else { return nil }
        var description = KannelDescription(
            name: name,
            sendsAccents: sendsAccents,
            url: part["url"]?.string ?? "",
            username: part["username"]?.string ?? "",
            passwordSecret: part["passwordSecret"]?.string ?? "",
            sender: part["sender"]?.string ?? "",
            smsc: part["smsc"]?.string ?? "",
            reportURL: part["reportURL"]?.string
        )
        if let number = part.whole("maximumSegments") { description.maximumSegments = number }
        if let number = part.whole("timeoutSeconds") { description.timeoutSeconds = number }
        if let number = part.whole("concurrency") { description.concurrency = number }
        return description
    }

    /// The folder of a modem that it describes; nil if it describes none.
    var fileDrop: FileDropDescription? {
        guard let part = json["transport"]?["fileDrop"] else { return nil }
        var description = FileDropDescription(
            name: name,
            sendsAccents: sendsAccents,
            folder: part["folder"]?.string ?? "",
            queueFolders: part["queueFolders"]?.array?.compactMap(\.string) ?? [],
            wantsReports: part["wantsReports"]?.bool ?? true,
            reportFolder: part["reportFolder"]?.string,
            incomingFolder: part["incomingFolder"]?.string
        )
        if let number = part.whole("maximumSegments") { description.maximumSegments = number }
        return description
    }

    /// The operator that it describes; nil if it describes none.
    var smpp: SMPPDescription? {
        guard let part = json["transport"]?["smpp"] else { return nil }
        let kind = part["source"]?.named("kind", SMPPDescription.Source.Kind.self) ?? .brandName
        var description = SMPPDescription(
            name: name,
            sendsAccents: sendsAccents,
            host: part["host"]?.string ?? "",
            systemID: part["systemID"]?.string ?? "",
            passwordSecret: part["passwordSecret"]?.string ?? "",
            source: SMPPDescription.Source(
                kind,
                part["source"]?["value"]?.string ?? "",
                numbering: Self.numbering(part["source"])
            ),
            destination: Self.numbering(part["destination"]),
            addressRange: SMPPDescription.AddressRange(
                numbering: Self.numbering(part["addressRange"]),
                expression: part["addressRange"]?["expression"]?.string ?? ""
            )
        )
        if let file = part["tls"]?["certificatesFile"]?.string {
            description.tls = .trusting(certificatesFile: file)
        } else if part["tls"]?.string == "on" {
            description.tls = .on
        }
        if let number = part.whole("port") { description.port = number }
        if let type = part["systemType"]?.string { description.systemType = type }
        if let kind = part.named("bind", SMPPDescription.Kind.self) { description.kind = kind }
        if let number = part.whole("window") { description.window = number }
        if let number = part.whole("partsPerSecond") { description.textsPerSecond = number }
        if let way = part.named("concatenation", SMPPDescription.Concatenation.self) { description.concatenation = way }
        if let way = part.named("messageIDs", SMPPDescription.MessageIDs.self) { description.messageIDs = way }
        if let wants = part["requestsReceipts"]?.bool { description.requestsReceipts = wants }
        if let set = part.named("smscDefault", SMPPDescription.DefaultAlphabet.self) { description.smscDefault = set }
        if let number = part.whole("maximumSegments") { description.maximumSegments = number }
        return description
    }

    private static func numbering(_ address: JSONValue?) -> SMPPDescription.Numbering {
        SMPPDescription.Numbering(type: address?.whole("typeOfNumber"), plan: address?.whole("numberingPlan"))
    }

    /// The provider that it describes; nil if it describes none.
    var http: HTTPGatewayDescription? {
        guard let part = json["transport"]?["http"], let request = part["request"], let reply = part["reply"] else {
            return nil
        }
        var description = HTTPGatewayDescription(
            name: name,
            sendsAccents: sendsAccents,
            request: Self.request(request),
            reply: Self.reply(reply),
            sender: part["sender"]?.string ?? ""
        )
        if let format = part.named("receiverFormat", ReceiverFormat.self) { description.receiverFormat = format }
        if let flags = part["unicode"].flatMap(Self.unicode) { description.unicode = flags }
        if let number = part.whole("maximumSegments") { description.maximumSegments = number }
        if let number = part.whole("timeoutSeconds") { description.timeoutSeconds = number }
        if let number = part.whole("concurrency") { description.concurrency = number }
        return description
    }

    private static func request(_ part: JSONValue) -> HTTPRequestTemplate {
        var request = HTTPRequestTemplate(url: part["url"]?.string ?? "")
        if let method = part.named("method", HTTPRequestTemplate.Method.self) { request.method = method }
        if let escaping = part.named("escaping", TemplateEscaping.self) { request.escaping = escaping }
        if let type = part["contentType"]?.string { request.contentType = type }
        request.headers = part.table("headers") { $0.string }
        request.body = part["body"]?.string ?? ""
        if request.body.isEmpty { request.contentType = "" }
        return request
    }

    private static func unicode(_ part: JSONValue) -> UnicodeFlags? {
        switch part.string {
        case "automatic": return .automatic
        case "unsupported": return .unsupported
        default:
            guard let flags = part["flags"], let gsm7 = flags["gsm7"]?.string, let ucs2 = flags["ucs2"]?.string else {
                return nil
            }
            return .flags(gsm7: gsm7, ucs2: ucs2)
        }
    }

    private static func reply(_ part: JSONValue) -> HTTPReplyRules {
        func meaning(_ value: JSONValue) -> HTTPReplyRules.Meaning? {
            value.string.flatMap(HTTPReplyRules.Meaning.init(rawValue:))
        }
        var rules = HTTPReplyRules()
        if let format = part.named("format", HTTPReplyRules.Format.self) { rules.format = format }
        if let statuses = part["codeStatuses"]?.array {
            rules.codeStatuses = Set(statuses.compactMap { $0.integer.map(Int.init(clamping:)) })
        }
        rules.codePath = part["codePath"]?.string
        rules.codes = part.table("codes", meaning)
        if let other = part["otherCode"].flatMap(meaning) { rules.otherCode = other }
        for (status, meaning) in part.table("statuses", meaning) {
            if let number = Int(status) { rules.statuses[number] = meaning }
        }
        if let other = part["otherStatus"].flatMap(meaning) { rules.otherStatus = other }
        rules.referencePath = part["referencePath"]?.string
        return rules
    }
}

extension JSONValue {
    /// A whole number; nil if there is none.
    func whole(_ name: String) -> Int? { self[name]?.integer.map(Int.init(clamping:)) }

    /// A value of an enumeration; nil if there is none.
    func named<Value: RawRepresentable<String>>(_ name: String, _ type: Value.Type) -> Value? {
        self[name]?.string.flatMap(Value.init(rawValue:))
    }

    /// A table of names; what cannot be read is left out.
    func table<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> [String: Value] {
        guard case .object(let members)? = self[name] else { return [:] }
        return members.reduce(into: [:]) { table, member in table[member.name] = read(member.value) }
    }
}
