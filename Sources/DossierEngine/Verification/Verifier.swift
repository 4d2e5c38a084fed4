import DossierDomain
import WorkingCalendar

/// Proves that what is stored is whole (kiểm chứng dữ liệu): it trusts nothing that the store says of itself.
///
/// Every event's hash, every stream's head, every dossier's state and columns against the fold of its events, every
/// vault entry against its commitment and place, every code serial, every reference, every version of configuration in
/// use.
public struct Verifier {
    /// How many rows are read at once.
    static let pageSize = 500
    /// How many defects are named; beyond that only their number grows.
    public static let maximumDefects = 200

    /// The largest serial that a code can hold: seven digits.
    static let maximumSerial = 9_999_999

    private let rules: Rules
    private let keys: VaultKeyRing
    private var report = VerificationReport()
    private var configuration = ConfigurationCheck()
    private var erased = ErasedEntries()
    private var readings = ReadingCheck()
    private var suspects: [HistoryCheck.Suspect] = []

    /// Creates a verifier.
    ///
    /// - Parameters:
    ///   - rules: What law and organisation fix.
    ///   - keys: The keys of the vault; without them its entries are counted and not checked.
    public init(rules: Rules, keys: VaultKeyRing = .locked) {
        self.rules = rules
        self.keys = keys
    }

    /// Looks at everything.
    ///
    /// - Parameters:
    ///   - inspection: The store as it is.
    ///   - checkpoints: Against which checkpoints; nil where there are none.
    ///   - progress: Told how many of how many events are done, now and then.
    /// - Returns: What was found.
    /// - Throws: ``StoreError`` if the store cannot be read at all.
    public mutating func verify(
        _ inspection: any StoreInspection,
        checkpoints: KnownCheckpoints? = nil,
        progress: (_ done: Int, _ all: Int) -> Void
    ) throws -> VerificationReport {
        report = VerificationReport()
        configuration = ConfigurationCheck()
        erased = try ErasedEntries(in: inspection)
        readings = ReadingCheck()
        suspects = []
        for defect in try inspection.storageDefects(limit: Self.maximumDefects) { report.add("database: " + defect) }
        for defect in try inspection.danglingReferences(limit: Self.maximumDefects) {
            report.add("reference: " + defect)
        }
        let counts = try inspection.eventCounts()
        if counts.orphaned > 0 { report.add("\(counts.orphaned) events belong to no stream") }
        var last: StreamID?
        while true {
            let page = try inspection.streams(after: last, limit: Self.pageSize)
            for stream in page {
                try verify(stream, in: inspection)
                last = stream.head.id
            }
            progress(report.events, counts.all)
            if page.count < Self.pageSize { break }
        }
        if report.events + counts.orphaned != counts.all {
            report.add("\(counts.all) events are stored, \(report.events) are counted by their streams")
        }
        if let defect = try readings.checkEnd(in: inspection) { report.add(defect) }
        for defect in configuration.defects(of: try inspection.configurations()) { report.add(defect) }
        for defect in try VaultKeyCheck.defects(in: inspection, keys: keys) { report.add(defect) }
        try verifySerials(in: inspection)
        try verifyHistory(against: checkpoints, in: inspection)
        return report
    }

    /// The tree over all events and the checkpoints, after the chains have named what they can.
    private mutating func verifyHistory(
        against known: KnownCheckpoints?,
        in inspection: any StoreInspection
    ) throws {
        var check = HistoryCheck(known)
        report.take(try check.run(in: inspection, suspects: suspects), known)
    }

    /// Notes the place of an event that a chain shows to be wrong, for the words about the history.
    private mutating func suspect(_ position: Int, of stream: StreamID, in inspection: any StoreInspection) throws {
        guard suspects.count < Self.maximumDefects, let event = try inspection.event(of: stream, at: position) else {
            return
        }
        suspects.append(
            HistoryCheck.Suspect(sequence: event.sequence, reason: "the chain of its stream breaks at it")
        )
    }

    private mutating func verify(_ stream: InspectedStream, in inspection: any StoreInspection) throws {
        var chain = ChainCheck(stream: stream)
        var dossier: Dossier?
        var position = 0
        while true {
            let page = try inspection.events(of: stream.head.id, after: position, limit: Self.pageSize)
            for bytes in page {
                position += 1
                report.events += 1
                if let defect = chain.check(bytes, position: position) {
                    report.add(defect.words)
                    try suspect(defect.position, of: stream.head.id, in: inspection)
                }
                switch stream.name {
                case nil: fold(bytes, into: &dossier, stream: stream)
                case SystemEvent.Stream.configuration.rawValue: configuration.take(bytes)
                case SystemEvent.Stream.readings.rawValue:
                    try verifyReading(at: position, of: stream.head.id, in: inspection)
                case _?: break
                }
            }
            if page.count < Self.pageSize { break }
        }
        if let defect = chain.checkEnd() {
            report.add(defect)
            // Of events that are no more nothing is known; one too many, or the last one, can be named.
            if stream.head.count <= position {
                try suspect(min(position, stream.head.count + 1), of: stream.head.id, in: inspection)
            }
        }
        guard stream.name == nil else { return }
        report.dossiers += 1
        try compare(dossier, name: chain.name, stream: stream, in: inspection)
    }

    private mutating func fold(_ bytes: [UInt8], into dossier: inout Dossier?, stream: InspectedStream) {
        do throws(StoredFormDefect) {
            let event = try EventCodec.decode(bytes).event
            if dossier == nil { dossier = Dossier(first: event) } else { dossier?.apply(event) }
            for reference in event.fact.references { report.references.append(reference) }
            if let pin = event.fact.pin { report.pins.insert(pin.number) }
        } catch {
            report.add("stream \(stream.head.id.number): an event cannot be read (\(error.member))")
        }
    }

    private mutating func compare(
        _ dossier: Dossier?,
        name: String,
        stream: InspectedStream,
        in inspection: any StoreInspection
    ) throws {
        defer {
            report.references.removeAll(keepingCapacity: true)
            report.pins.removeAll(keepingCapacity: true)
        }
        guard let dossier else {
            report.add("stream \(stream.head.id.number): no registration")
            return
        }
        if dossier.code.text != name { report.add("\(name): its events name dossier \(dossier.code)") }
        guard let row = try inspection.inspectedRow(stream.head.id) else {
            report.add("\(dossier.code): the dossier's row is missing")
            return
        }
        let expected = DossierRow(of: dossier, id: stream.head.id, rules: rules)
        for column in row.columnsThatDiffer(from: expected) {
            report.add("\(dossier.code): \(column) differs from what its events say")
        }
        for reference in report.references {
            try verify(reference, of: dossier.code, stream.head.id, pin: dossier.pin, in: inspection)
        }
    }

    private mutating func verifyReading(
        at position: Int,
        of stream: StreamID,
        in inspection: any StoreInspection
    ) throws {
        guard let event = try inspection.event(of: stream, at: position) else { return }
        let finding = try readings.take(event, in: inspection)
        for defect in finding.defects { report.add(defect) }
        guard let (reading, dossier) = finding.reading, let reason = reading.reason else { return }
        try verify(reason, of: reading.dossier, dossier, pin: nil, in: inspection)
    }

    private mutating func verify(
        _ reference: VaultReference,
        of code: DossierCode,
        _ id: StreamID,
        pin: VaultReference?,
        in inspection: any StoreInspection
    ) throws {
        guard let entry = try inspection.vaultEntry(reference.number) else {
            // By rule a PIN is erased in whose place there is another one, and what the history says was erased.
            let isOldPIN = report.pins.contains(reference.number) && reference.number != pin?.number
            if isOldPIN || erased.contains(reference.number) {
                report.erasedEntries += 1
            } else {
                report.add("\(code): vault entry \(reference.number) is missing")
            }
            return
        }
        if erased.contains(reference.number) {
            report.add("\(code): vault entry \(reference.number) was erased and is there again")
        }
        guard entry.mayBelong(to: reference), try inspection.vaultStream(of: reference.number) == id else {
            report.add("\(code): vault entry \(reference.number) is another one")
            return
        }
        guard keys.opens(keyID: entry.keyID) else {
            report.uncheckedEntries += 1
            return
        }
        report.vaultEntries += 1
        // What cannot be opened with its key was changed; that is all there is to say of it.
        guard let plain = try? entry.opened(with: keys),
            Vault.commitment(to: plain).hexadecimal == reference.commitment
        else { return report.add("\(code): vault entry \(reference.number) was changed") }
    }

    private mutating func verifySerials(in inspection: any StoreInspection) throws {
        var last: IssuedSerial?
        while true {
            let page = try inspection.serials(after: last, limit: Self.pageSize)
            for serial in page {
                try verify(serial, in: inspection)
                last = serial
            }
            if page.count < Self.pageSize { break }
        }
        if report.codes != report.dossiers {
            report.add("\(report.dossiers) dossiers have \(report.codes) codes of issued serials")
        }
    }

    private mutating func verify(_ serial: IssuedSerial, in inspection: any StoreInspection) throws {
        let day = serial.agencyIdentifier + " " + serial.date.iso8601
        guard (1...Self.maximumSerial).contains(serial.last) else {
            report.add("\(day): the last serial is said to be \(serial.last)")
            return
        }
        let codes = try inspection.codes(
            agencyIdentifier: serial.agencyIdentifier,
            date: serial.date,
            limit: serial.last + 1
        )
        report.codes += codes.count
        let given = Set(codes.compactMap(\.serial))
        let missing = (1...serial.last).first { !given.contains($0) }
        if codes.count != serial.last || missing != nil {
            let first = missing.map { ", first missing \($0)" } ?? ""
            report.add("\(day): \(codes.count) codes for \(serial.last) serials\(first)")
        }
    }
}

/// The check of one stream's chain.
private struct ChainCheck {
    let stream: InspectedStream
    private(set) var name = ""
    private var previous = Digest.zero
    private var count = 0

    init(stream: InspectedStream) {
        self.stream = stream
        if let name = stream.name { self.name = name }
    }

    private var label: String { name.isEmpty ? "stream \(stream.head.id.number)" : name }

    /// What is wrong with the next event, and which event that speaks against; nil if nothing is.
    mutating func check(_ bytes: [UInt8], position: Int) -> (words: String, position: Int)? {
        count += 1
        defer { previous = Digest.of(bytes) }
        guard let link = try? EventCodec.link(of: bytes) else {  // Named as a defect, which is all that is needed.
            return ("\(label): event \(position) cannot be read", position)
        }
        if name.isEmpty { name = link.stream }
        if link.stream != name { return ("\(label): event \(position) belongs to \(link.stream)", position) }
        if link.position != position {
            return ("\(label): event \(link.position) stands at position \(position)", position)
        }
        if link.previous != previous {
            return ("\(label): event \(position) does not follow from the one before it", max(1, position - 1))
        }
        return nil
    }

    /// What is wrong with the stream's head; nil if nothing is.
    func checkEnd() -> String? {
        if stream.head.count != count { return "\(label): \(count) events, its head says \(stream.head.count)" }
        if stream.head.last != previous { return "\(label): the last event is not the one its head names" }
        return nil
    }
}
