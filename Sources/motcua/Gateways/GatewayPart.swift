import AsyncHTTPClient
import DossierEngine
import DossierHTTP
import Logging
import SMSGateways

/// One gateway of a file.
struct GatewayPart {
    let descriptions: GatewayDescriptions
    let finding: GatewaySecretFinding
    let client: HTTPClient
    let sinks: GatewaySinks
    let logger: Logger

    private var json: JSONValue { descriptions.json }

    /// The gateway with its part in sending.
    func route() throws -> GatewayRoute {
        let secrets = try finding.secrets(descriptions.secretNames)
        return GatewayRoute(
            try gateway(secrets),
            priority: json.whole("priority") ?? 1,
            share: json.whole("share") ?? 1,
            textsPerSecond: json.whole("textsPerSecond"),
            reports: descriptions.smpp?.bringsReports ?? descriptions.fileDrop?.bringsReports ?? hasReportHook
        )
    }

    private var hasReportHook: Bool {
        json["hookSecret"] != nil && (json["report"] != nil || descriptions.kannel?.reportURL != nil)
    }

    /// What reads in the files that a modem's smstools brings; nil if there are none.
    var inbox: FileDropInbox? {
        guard let description = descriptions.fileDrop,
            description.reportFolder != nil || description.incomingFolder != nil
        else { return nil }
        return FileDropInbox(description, sinks: sinks) { [logger] sentence in
            logger.notice("smstools", metadata: ["gateway": "\(description.name)", "what": "\(sentence)"])
        }
    }

    /// What stands for a secret that is not there yet; short enough for every protocol.
    private static let standIn = "12345678"

    /// Makes the gateway and gives it up again.
    func check() async throws {
        var secrets: [String: String] = [:]
        for name in descriptions.secretNames { secrets[name] = try finding.secret(name) ?? Self.standIn }
        let gateway = try gateway(GatewaySecrets(secrets))
        if let link = gateway as? SMPPGateway { await link.shutDown() }
    }

    private func gateway(_ secrets: GatewaySecrets) throws -> any SMSGateway {
        do throws(GatewayDescriptionError) {
            if let kannel = descriptions.kannel {
                return try KannelGateway(kannel, secrets: secrets, client: client)
            }
            if let http = descriptions.http { return try HTTPGateway(http, secrets: secrets, client: client) }
            if let smpp = descriptions.smpp {
                return try SMPPGateway(smpp, secrets: secrets, sinks: sinks) { [logger] sentence in
                    logger.notice("SMPP", metadata: ["gateway": "\(smpp.name)", "what": "\(sentence)"])
                }
            }
        } catch {
            throw failure(error)
        }
        guard let fileDrop = descriptions.fileDrop else {
            throw CommandFailure(
                "Config/gateways/\(descriptions.name).yaml describes no transport.",
                vietnamese: "Config/gateways/\(descriptions.name).yaml không mô tả cách gửi nào; hãy chép lại từ "
                    + "một tệp mẫu trong gateways/."
            )
        }
        do throws(GatewayDescriptionError) {
            return try FileDropGateway(fileDrop)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: GatewayDescriptionError) -> CommandFailure {
        let file = "Config/gateways/\(descriptions.name).yaml"
        guard case .missingSecret = error.code else {
            return CommandFailure(
                "\(file): \(error).",
                vietnamese: "\(file): mô tả cổng SMS không dùng được: \(error.vietnamese)."
            )
        }
        return CommandFailure(missingSecret: error.detail, neededBy: file)
    }

    /// Where the gateway brings reports and texts; nil if its file names no secret for that.
    func hook() throws -> GatewayHook? {
        guard let name = json["hookSecret"]?.string else { return nil }
        let secret = try finding.secret(name, neededBy: "Config/gateways/\(descriptions.name).yaml")
        guard secret.utf8.count >= Self.leastSecretBytes else {
            throw CommandFailure(
                "The secret \(name) is too short: take \(Self.leastSecretBytes) characters or more.",
                vietnamese: "Khóa bí mật \(name) quá ngắn: cần ít nhất \(Self.leastSecretBytes) ký tự."
            )
        }
        let sources = json["sources"]?.array?.compactMap(\.string) ?? []
        return GatewayHook(
            gateway: descriptions.name,
            secret: secret,
            sources: Set(sources),
            readReport: reportReading,
            readText: textReading
        )
    }

    /// The fewest bytes of a secret that anybody on the network may try.
    private static let leastSecretBytes = 16

    private var reportReading: (@Sendable (HookCall) -> HookReading<DeliveryReport>)? {
        let gateway = descriptions.name
        if descriptions.kannel != nil {
            return { call in
                let names = [KannelReport.referenceField, KannelReport.statusField]
                let fields = HTTPFieldReading.query.values(of: names, in: call.query)
                return HookReading { () throws(UnreadableCall) in
                    try KannelReport.report(from: fields, gateway: gateway)
                }
            }
        }
        guard let part = json["report"], let kind = part.named("fields", HTTPFieldReading.self) else { return nil }
        func state(_ value: JSONValue) -> DeliveryReport.State? {
            value.string.flatMap(DeliveryReport.State.init(rawValue:))
        }
        let description = HTTPReportDescription(
            referenceField: part["reference"]?.string,
            providerReferenceField: part["providerReference"]?.string,
            stateField: part["state"]?.string ?? "",
            states: part.table("states", state),
            otherState: part["otherState"].flatMap(state)
        )
        return { call in
            let values = kind.values(of: description.fields, in: call.bytes(of: kind))
            return HookReading { () throws(UnreadableCall) in try description.report(from: values, gateway: gateway) }
        }
    }
}

extension GatewayPart {
    private var textReading: (@Sendable (HookCall) -> HookReading<IncomingText>)? {
        let gateway = descriptions.name
        if descriptions.kannel != nil {
            return { call in
                HookReading { () throws(UnreadableCall) in
                    try KannelIncoming.text(from: call.query, gateway: gateway)
                }
            }
        }
        guard let part = json["incoming"], let kind = part.named("fields", HTTPFieldReading.self) else { return nil }
        let description = HTTPIncomingDescription(
            senderField: part["sender"]?.string ?? "",
            textField: part["text"]?.string ?? "",
            idField: part["id"]?.string
        )
        return { call in
            let values = kind.values(of: description.fields, in: call.bytes(of: kind))
            return HookReading { () throws(UnreadableCall) in try description.text(from: values, gateway: gateway) }
        }
    }
}

extension [GatewayPart] {
    /// Why two of the gateways cannot be told from each other by their hooks; nil if all can.
    var sharedHookSecret: CommandFailure? {
        for (index, part) in enumerated() {
            for earlier in self[..<index] where part.sharesHookSecret(with: earlier) {
                let files = [earlier, part].map { "Config/gateways/\($0.descriptions.name).yaml" }
                return CommandFailure(
                    "\(files[0]) and \(files[1]) have one secret for what they bring, so that the reports of one would "
                        + "be taken for the other's: give each a `hookSecret` of its own.",
                    vietnamese: "\(files[0]) và \(files[1]) dùng chung một khóa bí mật nhận báo cáo: hãy đặt cho "
                        + "mỗi cổng một hookSecret riêng."
                )
            }
        }
        return nil
    }
}

extension GatewayPart {
    /// Whether both have hooks that one secret opens.
    fileprivate func sharesHookSecret(with other: GatewayPart) -> Bool {
        guard let name = json["hookSecret"]?.string, let otherName = other.json["hookSecret"]?.string,
            other.descriptions.name != descriptions.name
        else {
            return false
        }
        if name == otherName { return true }
        // A secret that cannot be read is told of by itself.
        guard let secret = try? finding.secret(name), let otherSecret = try? finding.secret(otherName) else {
            return false
        }
        return secret == otherSecret
    }
}

extension SMPPDescription {
    /// Whether it tells what became of a text.
    fileprivate var bringsReports: Bool { requestsReceipts && kind.receives }
}

extension FileDropDescription {
    /// Whether it tells what became of a text.
    fileprivate var bringsReports: Bool { wantsReports && reportFolder != nil }
}

extension HookReading {
    /// Reads as an adapter does.
    fileprivate init(_ read: () throws(UnreadableCall) -> Content) {
        do throws(UnreadableCall) {
            self = .content(try read())
        } catch {
            self = .unreadable(parameter: error.parameter)
        }
    }
}

extension HookCall {
    /// Where the fields of a kind stand.
    fileprivate func bytes(of kind: HTTPFieldReading) -> [UInt8] {
        switch kind {
        case .query: query
        case .form, .json: body
        }
    }
}
