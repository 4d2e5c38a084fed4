extension SMSTemplate {
    /// Fills the template.
    ///
    /// Values are tidied to one line; values for placeholders that the body does not use are passed over. Where the
    /// text would exceed the budget, clippable values are cut between characters, the one first whose cut loses least;
    /// codes, dates and sums never are. A filling in the alphabet of the template always fits, but in UCS-2 only if no
    /// value has characters of more than two units; accented values in a GSM 7-bit template may not fit.
    ///
    /// - Parameters:
    ///   - values: The values by placeholder name.
    ///   - accented: Whether values keep their accents, and the text may so become UCS-2; else they are folded.
    /// - Returns: The text to send, in NFC, of at most `maximumSegments` segments.
    /// - Throws: `missingValue`, `valueTooLong`, and for accented texts `filledTextOverBudget`.
    public func filled(_ values: [String: String], accented: Bool) throws(SMSTemplateError) -> String {
        var filling = try checked(values, accented: accented)
        var text = joined(filling)
        var segmentation = SMSSegmentation(text, references: references)
        // Each round takes a unit away at least, and a unit of UCS-2 may turn into two septets once.
        for _ in 0..<(2 * segmentation.unitsUsed) {
            guard segmentation.segmentCount > maximumSegments else { break }
            guard shorten(&filling, by: excess(of: segmentation), in: segmentation.alphabet) else { break }
            text = joined(filling)
            segmentation = SMSSegmentation(text, references: references)
        }
        guard segmentation.segmentCount <= maximumSegments else {
            throw .filledTextOverBudget(segments: segmentation.segmentCount, maximumSegments: maximumSegments)
        }
        return text
    }

    /// The units that have to go, at least 1; a cut elsewhere may lose other units to pairs, so it is a first guess.
    private func excess(of segmentation: SMSSegmentation) -> Int {
        guard maximumSegments > 1 else { return max(1, segmentation.unitsUsed - segmentation.alphabet.singlePartLimit) }
        return max(1, segmentation.unitsByPart.dropFirst(maximumSegments).reduce(0, +))
    }

    /// The values of the placeholders in use, in their final writing and within their own maxima.
    private func checked(
        _ values: [String: String],
        accented: Bool
    ) throws(SMSTemplateError) -> [String: String] {
        var filling: [String: String] = [:]
        for name in placeholderNames {
            guard let given = values[name], let placeholder = placeholders[name] else {
                throw .missingValue(placeholder: name)
            }
            let tidied = VietnameseText.tidied(given)
            let value = accented ? tidied : VietnameseText.tidied(VietnameseText.unaccented(tidied))
            let alphabet = SMSAlphabet(fitting: value)
            switch placeholder {
            case .fixed(let maximum):
                guard !value.isEmpty else { throw .missingValue(placeholder: name) }
                guard alphabet.units(of: value) ?? 0 <= maximum else {
                    throw .valueTooLong(placeholder: name, maximumLength: maximum)
                }
                filling[name] = value
            case .clippable(let maximum, let minimum):
                filling[name] = value.clipped(to: maximum, keeping: minimum, in: alphabet)
            }
        }
        return filling
    }

    /// Cuts one clippable value by `excess` units in all its places; false if none can give anything more.
    ///
    /// Of the values that can give the whole excess the one that loses least is taken; if none can, the one that gives
    /// most.
    private func shorten(_ filling: inout [String: String], by excess: Int, in alphabet: SMSAlphabet) -> Bool {
        var best: (name: String, clipped: String, gain: Int)?
        for name in placeholderNames {
            guard case .clippable(_, let minimum) = placeholders[name], let value = filling[name] else { continue }
            let length = alphabet.units(of: value) ?? 0
            let uses = pieces.count { $0 == .placeholder(name) }
            let target = max(minimum, length - (excess + uses - 1) / uses)
            guard target < length else { continue }
            let clipped = value.clipped(to: target, keeping: minimum, in: alphabet)
            let gain = (length - (alphabet.units(of: clipped) ?? 0)) * uses
            guard let leader = best else {
                best = (name, clipped, gain)
                continue
            }
            let isBetter = leader.gain < excess ? gain > leader.gain : gain >= excess && gain < leader.gain
            if isBetter { best = (name, clipped, gain) }
        }
        guard let best else { return false }
        filling[best.name] = best.clipped
        return true
    }

    /// The whole text in NFC: a value that begins with a mark may join the letter before it.
    private func joined(_ filling: [String: String]) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let fixed): text += fixed
            case .placeholder(let name): text += filling[name] ?? ""
            }
        }
        return VietnameseText.composed(text)
    }
}

extension String {
    /// The text cut to at most `limit` units: at a word's end if `minimum` units stay, else within the word, with a
    /// dot.
    fileprivate func clipped(to limit: Int, keeping minimum: Int, in alphabet: SMSAlphabet) -> String {
        guard alphabet.units(of: self) ?? 0 > limit else { return self }
        let (head, endsWord) = head(of: limit, in: alphabet)
        if endsWord { return head.trimmingTrailingSpaces() }
        if let space = head.lastIndex(of: " ") {
            let words = String(head[..<space]).trimmingTrailingSpaces()
            if !words.isEmpty, alphabet.units(of: words) ?? 0 >= minimum { return words }
        }
        // A dot in place of the last letter; a limit of one unit has no room for both.
        let shorter = self.head(of: limit - 1, in: alphabet).head.trimmingTrailingSpaces()
        return shorter.isEmpty ? head : shorter + "."
    }

    /// The longest run of whole characters within `limit` units, and whether the next one is a blank.
    private func head(of limit: Int, in alphabet: SMSAlphabet) -> (head: String, endsWord: Bool) {
        var head = ""
        var units = 0
        for character in self {
            units += alphabet.units(of: String(character)) ?? 0
            guard units <= limit else { return (head, character == " ") }
            head.append(character)
        }
        return (head, true)
    }

    private func trimmingTrailingSpaces() -> String {
        var result = self
        while result.last == " " { result.removeLast() }
        return result
    }
}
