/// A way to send texts (cổng SMS) as `gateways/<name>.yaml` describes it, checked against its schema.
///
/// What its values mean is the gateway adapters' affair.
public struct GatewayFile: Hashable, Sendable {
    /// The name, which is the file's without its ending.
    public let name: String
    /// The values as JSON with sorted keys, without blanks; secrets are named in it, never written.
    public let canonicalJSON: String
}

/// Reads `gateways/`, of which the settings choose some.
struct GatewayReading {
    private let log: DefectLog

    /// The gateway that needs no file: it writes to the log.
    static let console = "console"

    init(log: DefectLog) { self.log = log }

    /// Reads a file whose schema has been checked.
    func gateway(from root: ConfigCursor) -> GatewayFile {
        GatewayFile(name: ConfigFiles.stem(of: root.file), canonicalJSON: CanonicalJSON.text(of: root.node))
    }

    /// Refuses a chosen gateway that has no faultless file.
    ///
    /// - Parameters:
    ///   - names: The chosen names.
    ///   - files: The files that are in order.
    ///   - settings: The settings, for the place of the mistake.
    func check(_ names: [String], among files: [GatewayFile], in settings: ConfigCursor?) {
        guard let settings else { return }
        let place = settings["sms"]?["gateway"] ?? settings
        for (index, name) in names.enumerated() {
            if names[..<index].contains(name) {
                log.add(place.defect("The gateway \(name) stands twice.", "Cổng SMS \(name) bị ghi hai lần."))
            }
            guard name != Self.console, !files.contains(where: { $0.name == name }) else { continue }
            log.add(
                place.defect(
                    "There is no faultless gateway file named \(name).",
                    "Không có tệp cổng SMS \(name) hợp lệ."
                )
            )
        }
    }
}
