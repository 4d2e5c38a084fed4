import Foundation

/// A slow and independent account of how a text is cut: it marks every unit with what it must not be parted from.
struct SegmentationOracle {
    let isGSM: Bool
    let unitsByPart: [Int]

    private static let oneSeptet = Set(
        ("@£$¥èéùìòÇ\n\rØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars
    )
    private static let twoSeptets = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// - Parameters:
    ///   - text: The text.
    ///   - headerOctets: The length of the header of each part: 6 or 7.
    init(_ text: String, headerOctets: Int = 6) {
        let composed = text.precomposedStringWithCanonicalMapping
        isGSM = composed.unicodeScalars.allSatisfy { Self.oneSeptet.contains($0) || Self.twoSeptets.contains($0) }
        // What 140 octets hold beside the header, in whole units of 7 or 16 bits.
        let limit = (140 - headerOctets) * 8 / (isGSM ? 7 : 16)
        var clusters: [Int] = []
        var characters: [Int] = []
        for (cluster, character) in composed.enumerated() {
            for scalar in character.unicodeScalars {
                let width = isGSM ? (Self.twoSeptets.contains(scalar) ? 2 : 1) : (scalar.value > 0xFFFF ? 2 : 1)
                let id = (characters.last ?? -1) + 1
                for _ in 0..<width {
                    clusters.append(cluster)
                    characters.append(id)
                }
            }
        }
        guard clusters.count > (isGSM ? 160 : 70) else {
            unitsByPart = [clusters.count]
            return
        }
        let sizes = Dictionary(clusters.map { ($0, 1) }, uniquingKeysWith: +)
        var lengths: [Int] = []
        var start = 0
        while clusters.count - start > limit {
            var cut = start + limit
            while !Self.mayCut(at: cut, clusters: clusters, characters: characters, sizes: sizes, limit: limit) {
                cut -= 1
            }
            lengths.append(cut - start)
            start = cut
        }
        unitsByPart = lengths + [clusters.count - start]
    }

    private static func mayCut(
        at index: Int,
        clusters: [Int],
        characters: [Int],
        sizes: [Int: Int],
        limit: Int
    ) -> Bool {
        if clusters[index - 1] != clusters[index] { return true }
        return sizes[clusters[index], default: 0] > limit && characters[index - 1] != characters[index]
    }
}
