import DossierDomain
import WorkingCalendar

/// Proves that what is stored is whole (kiểm chứng dữ liệu): it trusts nothing that the store says of itself.
///
/// Every event's hash, every stream's head, every dossier's state, columns and texts, every account, posting and key of
/// other systems against the fold of their events, every vault entry against its commitment, its place and who names
/// it, what persons are found by against their sheets, every code serial, every reference, every version of
/// configuration in use, and the tables themselves against those that the program makes.
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
    private var index: ApplicantIndexCheck?
    private var accounts = AccountCheck()
    private var apiKeys = KeyCheck()
    private var texts = TextCheck()
    private var entries = VaultEntryCheck()
    private var statedGaps = StatedGaps()
    private var knownKeys: Set<Int64> = []
    /// The vault references of the dossier at hand.
    private var references: [VaultReference] = []
    /// The entries of the dossier at hand that are PINs.
    private var pins: Set<Int64> = []

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
    ///   - progress: Told how many of how many events are done, now and then; may throw to break the work off.
    /// - Returns: What was found; where a row is so damaged that nothing can be read beyond it, what was found before.
    /// - Throws: ``StoreError`` if the store cannot be read at all; what the closure throws.
    public mutating func verify(
        _ inspection: any StoreInspection,
        checkpoints: KnownCheckpoints? = nil,
        progress: (_ done: Int, _ all: Int) throws -> Void
    ) throws -> VerificationReport {
        report = VerificationReport()
        do { try look(at: inspection, progress) } catch let error as StoreError { try note(error) }
        do { try verifyHistory(against: checkpoints, in: inspection) } catch let error as StoreError { try note(error) }
        return report
    }

    /// Notes what kept the rest from being looked at; thrown, it would take along what was found already.
    private mutating func note(_ error: StoreError) throws(StoreError) {
        guard error.code == .damaged || !report.isClean else { throw error }
        report.add("database: \(error.reason); what comes after it was not looked at")
    }

    /// All but the history as a whole.
    private mutating func look(
        at inspection: any StoreInspection,
        _ progress: (_ done: Int, _ all: Int) throws -> Void
    ) throws {
        try begin(inspection)
        let counts = try inspection.eventCounts()
        if counts.orphaned > 0 { report.add("\(counts.orphaned) events belong to no stream") }
        var last: StreamID?
        while true {
            let page = try inspection.streams(after: last, limit: Self.pageSize)
            for stream in page {
                try verify(stream, in: inspection)
                last = stream.head.id
            }
            try progress(report.events, counts.all)
            if page.count < Self.pageSize { break }
        }
        if report.events + counts.orphaned != counts.all {
            report.add("\(counts.all) events are stored, \(report.events) are counted by their streams")
        }
        try verifyStaff(in: inspection)
        let entries = self.entries
        try entries.checkEnd(in: inspection) { report.add($0) }
        for defect in [
            try readings.checkEnd(in: inspection), try texts.checkEnd(in: inspection),
            try index?.checkEnd(in: inspection),
        ] {
            if let defect { report.add(defect) }
        }
        for defect in try configuration.defects(in: inspection) { report.add(defect) }
        for defect in try VaultKeyCheck.defects(in: inspection, keys: keys) { report.add(defect) }
        try verifySerials(in: inspection)
    }

    /// Forgets what was found before, and looks at the database as SQLite sees it.
    private mutating func begin(_ inspection: any StoreInspection) throws {
        for defect in try inspection.storageDefects(limit: Self.maximumDefects) { report.add("database: " + defect) }
        for defect in try inspection.schemaDefects(limit: Self.maximumDefects) { report.add("schema: " + defect) }
        for defect in try inspection.danglingReferences(limit: Self.maximumDefects) {
            report.add("reference: " + defect)
        }
        configuration = ConfigurationCheck()
        erased = try ErasedEntries(in: inspection)
        readings = ReadingCheck()
        suspects = []
        index = try ApplicantIndexCheck(in: inspection, keys: keys)
        accounts = AccountCheck()
        apiKeys = KeyCheck()
        texts = TextCheck()
        entries = VaultEntryCheck()
        statedGaps = StatedGaps()
        knownKeys = Set(try inspection.vaultKeyRecords().map(\.id))
        references = []
        pins = []
    }

    /// Accounts, postings and keys of other systems, after all their events were taken.
    private mutating func verifyStaff(in inspection: any StoreInspection) throws {
        let (accounts, apiKeys) = (self.accounts, self.apiKeys)
        try accounts.check(in: inspection) { report.add($0) }
        try apiKeys.check(in: inspection) { report.add($0) }
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
        texts.beginDossier()
        index?.beginDossier()
        var position = 0
        try inspection.walkEvents(of: stream.head.id, pageSize: Self.pageSize) { bytes in
            position += 1
            report.events += 1
            if let defect = chain.check(bytes, position: position) {
                report.add(defect.words)
                try suspect(defect.position, of: stream.head.id, in: inspection)
            }
            if let name = stream.name {
                try take(bytes, at: position, of: stream.head.id, named: name, in: inspection)
            } else {
                fold(bytes, into: &dossier, stream: stream)
            }
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

    /// Takes an event of a named stream to what is folded from it.
    private mutating func take(
        _ bytes: [UInt8],
        at position: Int,
        of stream: StreamID,
        named name: String,
        in inspection: any StoreInspection
    ) throws {
        switch SystemEvent.Stream(rawValue: name) {
        case .accounts:
            accounts.take(bytes)
            apiKeys.take(bytes)
        case .configuration: configuration.take(bytes)
        case .messages: if let defect = try texts.takeRepetition(bytes, in: inspection) { report.add(defect) }
        case .readings: try verifyReading(at: position, of: stream, in: inspection)
        case .restorations: statedGaps.take(bytes)
        case .archive, .clock, .ladder, .personalData, nil: break
        }
    }

    private mutating func fold(_ bytes: [UInt8], into dossier: inout Dossier?, stream: InspectedStream) {
        do throws(StoredFormDefect) {
            let event = try EventCodec.decode(bytes).event
            let sheet = dossier?.applicant
            if dossier == nil { dossier = Dossier(first: event) } else { dossier?.apply(event) }
            if let dossier { texts.take(event, of: dossier, stream.head.id) }
            if let sheet, sheet != dossier?.applicant { index?.take(replaced: sheet) }
            // A correction that switched texts on or off alone names the sheet before it, which is counted once.
            for reference in event.fact.references where reference != sheet {
                references.append(reference)
                entries.take(reference)
            }
            if let pin = event.fact.pin { pins.insert(pin.number) }
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
            references.removeAll(keepingCapacity: true)
            pins.removeAll(keepingCapacity: true)
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
        try compare(row, with: dossier)
        for reference in references {
            try verify(reference, of: dossier.code, stream.head.id, pin: dossier.pin, in: inspection)
        }
        for defect in try index?.defects(of: dossier, stream.head.id, in: inspection) ?? [] { report.add(defect) }
        let texts = self.texts
        try texts.check(dossier.code, stream.head.id, in: inspection) { report.add($0) }
    }

    /// Compares what is kept of a dossier with what its events say, as far as its version of its procedure can be read.
    private mutating func compare(_ row: DossierRow, with dossier: Dossier) throws(StoreError) {
        do throws(StoreError) {
            let expected = try DossierRow(of: dossier, id: row.id, rules: rules)
            for column in row.columnsThatDiffer(from: expected, of: dossier) {
                report.add("\(dossier.code): \(column) differs from what its events say")
            }
        } catch {
            guard !error.concernsAll else { throw error }
            report.add("\(dossier.code): \(error.english)")
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
        entries.take(reason)
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
            let isOldPIN = pins.contains(reference.number) && reference.number != pin?.number
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
        guard knownKeys.contains(entry.keyID) else {
            let how = entry.keyID == 0 ? "lies in clear" : "is sealed with vault key \(entry.keyID)"
            return report.add("\(code): vault entry \(reference.number) \(how), which the database knows nothing of")
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
        try walkPages(of: Self.pageSize) { last in
            try inspection.serials(after: last, limit: Self.pageSize)
        } take: { serial in
            try verify(serial, in: inspection)
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
        let gaps = try inspection.serialGaps(
            agencyIdentifier: serial.agencyIdentifier,
            date: serial.date,
            limit: Self.pageSize
        )
        for gap in statedGaps.invented(among: gaps) {
            report.add("\(day): \(gap.lowerBound) to \(gap.upperBound) are passed over, which no restoration stated")
        }
        let given = Set(codes.compactMap(\.serial))
        let expected = serial.last - gaps.reduce(0) { $0 + min($1.count, Self.maximumSerial) }
        let missing = (1...serial.last).first { number in
            !given.contains(number) && !gaps.contains { $0.contains(number) }
        }
        if codes.count != expected || missing != nil {
            let first = missing.map { ", first missing \($0)" } ?? ""
            report.add("\(day): \(codes.count) codes for \(expected) serials\(first)")
        }
    }
}
