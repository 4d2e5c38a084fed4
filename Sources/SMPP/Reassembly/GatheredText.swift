/// One message as a part of a text, a whole text being its only part.
struct ArrivedPart: Sendable {
    /// What the parts of one text have in common.
    struct Key: Hashable, Sendable {
        let source: SMPPAddress
        let destination: SMPPAddress
        let kind: PartPlace.Kind?
        let reference: UInt16
        let total: Int
    }

    /// Where the part belongs.
    struct Place: Sendable {
        let number: Int
        let total: Int
    }

    let key: Key
    let place: Place
    let dataCoding: DataCoding
    let octets: [UInt8]

    /// Reads a message; the user data header holds before the optional parameters.
    init(_ message: ShortMessage) {
        let content = message.content
        let header = message.esmClass.hasUserDataHeader ? UserDataHeader(leading: content) : nil
        let found = header?.place ?? PartPlace(message.optionalParameters)
        octets = header?.text ?? content
        dataCoding = message.dataCoding
        place = Place(number: Int(found?.number ?? 1), total: Int(found?.total ?? 1))
        key = Key(
            source: message.source,
            destination: message.destination,
            kind: found?.kind,
            reference: found?.reference ?? 0,
            total: place.total
        )
    }
}

/// The parts of one text that have come so far.
struct GatheredText: Sendable {
    let key: ArrivedPart.Key
    /// When the text is given up, or forgotten after it was finished.
    let deadline: SessionInstant
    private(set) var octetCount: Int
    private var parts: [Int: ArrivedPart]

    init(_ part: ArrivedPart, deadline: SessionInstant) {
        self.init(key: part.key, deadline: deadline, octetCount: part.octets.count, parts: [part.place.number: part])
    }

    private init(key: ArrivedPart.Key, deadline: SessionInstant, octetCount: Int, parts: [Int: ArrivedPart]) {
        self.key = key
        self.deadline = deadline
        self.octetCount = octetCount
        self.parts = parts
    }

    /// The same text with another deadline.
    func kept(until deadline: SessionInstant) -> GatheredText {
        GatheredText(key: key, deadline: deadline, octetCount: octetCount, parts: parts)
    }

    var isComplete: Bool { parts.count == key.total }

    /// Whether this very part is here, contents and all.
    func holdsAlready(_ part: ArrivedPart) -> Bool {
        guard key == part.key, let present = parts[part.place.number] else { return false }
        return present.octets == part.octets && present.dataCoding == part.dataCoding
    }

    func hasRoom(for part: ArrivedPart) -> Bool {
        parts[part.place.number] == nil
    }

    mutating func add(_ part: ArrivedPart) {
        parts[part.place.number] = part
        octetCount += part.octets.count
    }

    var text: CitizenText {
        let ordered = parts.values.sorted { $0.place.number < $1.place.number }
        return CitizenText(
            source: key.source,
            destination: key.destination,
            parts: ordered.map {
                CitizenText.Part(number: $0.place.number, dataCoding: $0.dataCoding, octets: $0.octets)
            },
            total: key.total
        )
    }
}
