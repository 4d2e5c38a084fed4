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

    init(_ text: String) {
        let composed = text.precomposedStringWithCanonicalMapping
        isGSM = composed.unicodeScalars.allSatisfy { Self.oneSeptet.contains($0) || Self.twoSeptets.contains($0) }
        let limit = isGSM ? 153 : 67
        var clusters: [Int] = []
        var characters: [Int] = []
        for (cluster, character) in composed.enumerated() {
            for scalar in character.unicodeScalars {
                let width = isGSM ? (Self.twoSeptets.contains(scalar) ? 2 : 1) : String(scalar).utf16.count
                let id = (characters.last ?? -1) + 1
                clusters += Array(repeating: cluster, count: width)
                characters += Array(repeating: id, count: width)
            }
        }
        let sizes = Dictionary(clusters.map { ($0, 1) }, uniquingKeysWith: +)
        guard clusters.count > (isGSM ? 160 : 70) else {
            unitsByPart = [clusters.count]
            return
        }
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
