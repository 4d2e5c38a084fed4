import DossierConfig
import DossierEngine
import SMSText

/// What one segment costs by a gateway (giá một tin), as its file says.
struct SegmentPrice: Sendable {
    /// The gateway.
    let gateway: String
    /// The operator or tariff.
    let tariff: String
    private let dongPerSegment: Int64

    /// What a text costs, in dong.
    func dong(for preview: SMSPreview) -> Int64 { dongPerSegment * Int64(preview.segments) }

    /// The prices of the gateways that the settings choose, by gateway and tariff; those of templates are invented.
    static func all(of configuration: LoadedConfiguration) -> [SegmentPrice] {
        let chosen = configuration.settings.smsGateways
        return configuration.gateways.filter { chosen.contains($0.name) }.flatMap { file -> [SegmentPrice] in
            // The configuration wrote this text itself, so it can be read.
            let json = try? JSONParser.parse(Array(file.canonicalJSON.utf8))
            let table = json?.table("prices") { $0.integer } ?? [:]
            return table.sorted { $0.key < $1.key }.map { name, dong in
                SegmentPrice(gateway: file.name, tariff: name, dongPerSegment: dong)
            }
        }
    }
}
