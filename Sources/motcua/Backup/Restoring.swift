import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import Glibc
import WorkingCalendar

/// Puts a copy in the place of the database (khôi phục): proved before anything is replaced, and the former is kept.
///
/// All work is done on a draft beside the database. Only then the former gets another name and the draft its own, see
/// ``DatabaseExchange``.
struct Restoring {
    /// What the draft is called.
    private static let draft = ".restoring"
    /// How far the clock of the machine that made a copy may run ahead of this one, in milliseconds: a day.
    private static let clockTolerance: Int64 = 86_400_000

    /// What the restored database is told of.
    struct Report {
        let manifest: BackupManifest
        let outcome: Restoration.Outcome
        /// The former database; nil if there was none.
        let former: String?
        /// How many checkpoints of before the copy it was proved by.
        let checkpoints: Int
        /// The databases whose serials could not be held against the gap, because they cannot be read.
        let unreadable: [String]
        /// The archive beside the copy, if it is spoilt and the one in place was taken for it.
        let spoiltArchive: String?
    }

    let parts: ConfigurationParts
    /// Today's organisation, which the copy may not know yet.
    let organisation: Organisation
    let copy: String
    let serialGap: Int
    let clock: any WallClock
    /// Asked again and again, also from another thread, whether to break the work off; not any more once the files
    /// are exchanged.
    var isStopped: @Sendable () -> Bool = { false }

    private var settings: Settings { parts.settings }
    private var database: String { settings.databaseFile }

    /// What the draft was found to be.
    private struct Prepared {
        let outcome: Restoration.Outcome
        let checkpoints: Int
        let unreadable: [String]
    }

    /// Restores.
    ///
    /// - Parameters:
    ///   - lock: The database's lock: nobody writes to it meanwhile.
    ///   - progress: Makes the line that shows how far a part of the work has come.
    /// - Returns: What was done.
    /// - Throws: ``CommandFailure``, `StoreError`; then the database is as it was.
    func run(
        holding lock: WriterLock,
        progress: (_ verb: String, _ unit: String) -> ProgressLine
    ) async throws -> Report {
        try SQLiteDossierStore.refuseForeign(database)
        try expectSigningKey()
        let manifest = try readManifest()
        let draft = database + Self.draft
        Self.remove(draft)
        let exchange = DatabaseExchange(database: database)
        // What an earlier restoration left half done is mended first: only with its log the former can be read whole.
        try exchange.putBack()
        do {
            try take(manifest, into: draft, progress("copied", "KiB"))
            let archive = ArchiveRestoring(copy: copy, manifest: manifest, database: database, isStopped: isStopped)
            let spoilt = try archive.take(into: draft)
            let prepared = try await prepare(draft, manifest, progress("verified", "events"))
            let former = exchange.nameForFormer(at: clock.now)
            try goOn()
            let isKept = try exchange.replace(by: draft, keepingAs: former)
            return Report(
                manifest: manifest,
                outcome: prepared.outcome,
                former: isKept ? former : nil,
                checkpoints: prepared.checkpoints,
                unreadable: prepared.unreadable,
                spoiltArchive: spoilt
            )
        } catch {
            Self.remove(draft)
            guard error is CancellationError else { throw error }
            throw CommandFailure(
                "The restoration was broken off. Nothing was replaced.",
                vietnamese: "Đã dừng khôi phục. Chưa thay đổi gì."
            )
        }
    }

    private func goOn() throws {
        guard !isStopped() else { throw CancellationError() }
    }

    private func readManifest() throws -> BackupManifest {
        let path = BackupManifest.path(of: copy)
        guard FileManager.default.fileExists(atPath: copy) else {
            throw CommandFailure(
                "There is no copy \(copy); name a file that motcua backup made.",
                vietnamese: "Không có bản sao \(copy); hãy chỉ ra tệp do motcua backup lập."
            )
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                "There is no manifest \(path): without it nobody can tell whether the copy is whole. Copy both files. "
                    + "If \(copy) is no copy but a former database, make one of it first: motcua backup FILE "
                    + "--database \(copy)",
                vietnamese: "Không có bản kê \(path): không thể biết bản sao còn nguyên vẹn. Hãy chép cả hai tệp. Nếu "
                    + "\(copy) không phải bản sao mà là cơ sở dữ liệu cũ, trước hết hãy sao lưu nó: motcua backup TỆP "
                    + "--database \(copy)"
            )
        }
        let bytes = try DiskFile.beginning(of: path, bytes: BackupManifest.maximumBytes)
        guard let manifest = BackupManifest(json: Array(bytes)) else {
            throw CommandFailure(
                "\(path) is no manifest that this program knows; use the program that made it.",
                vietnamese: "\(path) không phải bản kê mà chương trình này biết; hãy dùng phiên bản đã lập ra nó."
            )
        }
        if let (field, value) = manifest.impossible {
            throw CommandFailure(
                "The manifest \(path) says \(field) \(value), which no copy has: it was damaged or changed. Take "
                    + "another copy. Nothing was replaced.",
                vietnamese: "Bản kê \(path) ghi \(field) \(value), không bản sao nào như vậy: bản kê đã hỏng hoặc bị "
                    + "sửa. Hãy dùng bản sao khác. Chưa thay đổi gì."
            )
        }
        guard manifest.takenAt <= clock.now.adding(milliseconds: Self.clockTolerance) else {
            let time = manifest.takenAt.iso8601
            throw CommandFailure(
                "The manifest \(path) says that the copy was taken at \(time), which is yet to come: set the clock "
                    + "(timedatectl), or take another copy. Nothing was replaced.",
                vietnamese: "Bản kê \(path) ghi bản sao lập lúc \(time), thời điểm chưa đến: hãy chỉnh đồng hồ máy "
                    + "(timedatectl) hoặc dùng bản sao khác. Chưa thay đổi gì."
            )
        }
        return manifest
    }

    /// Copies the copy, and holds it against its manifest.
    private func take(_ manifest: BackupManifest, into draft: String, _ progress: ProgressLine) throws {
        let file = try DiskFile.openOrdinary(copy)
        let length = Int64(clamping: try file.seekToEnd())
        guard length == manifest.bytes else {
            throw refusal("\(length) bytes instead of \(manifest.bytes)")
        }
        let folder = DiskFolder.path(of: draft)
        // The copy grows by what it is told, and by an upgrade; its archive comes beside it.
        try DiskFile.expectRoom(for: manifest.bytes * 2 + (manifest.archive?.bytes ?? 0), in: folder)
        defer { progress.finish() }
        let found = try DiskFile.copy(copy, to: draft, length: manifest.bytes) { done in
            try goOn()
            progress.show(Int(done >> 10), of: Int(manifest.bytes >> 10))
        }
        guard found.bytes == manifest.bytes, found.digest == manifest.sha256 else {
            throw refusal("\(found.bytes) bytes with SHA-256 \(found.digest.hexadecimal)")
        }
    }

    private func refusal(_ found: String) -> CommandFailure {
        CommandFailure(
            "\(copy) is not what its manifest says: \(found). It was damaged or changed; take another copy. "
                + "Nothing was replaced.",
            vietnamese: "\(copy) không khớp bản kê; hãy dùng bản sao khác. Chưa thay đổi gì."
        )
    }

    /// Refuses a manifest that says otherwise than the copy, which is still as it was taken.
    private func expectAgreement(_ manifest: BackupManifest, _ draft: String) throws {
        let summary = try SQLiteDossierStore.summary(of: draft)
        let root = manifest.root == nil ? nil : try SQLiteDossierStore.historyRoot(of: draft)
        guard let difference = manifest.difference(from: summary, root: root) else { return }
        let path = BackupManifest.path(of: copy)
        throw CommandFailure(
            "The manifest \(path) was changed or is of another copy: it says \(difference). Take another copy. Nothing "
                + "was replaced.",
            vietnamese: "Bản kê \(path) đã bị sửa hoặc của bản sao khác (\(difference)). Hãy dùng bản sao khác. "
                + "Chưa thay đổi gì."
        )
    }

    /// Proves the draft and makes it ready to serve.
    private func prepare(
        _ draft: String,
        _ manifest: BackupManifest,
        _ progress: ProgressLine
    ) async throws -> Prepared {
        try SQLiteDossierStore.expectSound(draft, pace: CheckPace(rests: false, isStopped: isStopped))
        try expectAgreement(manifest, draft)
        try SQLiteDossierStore.renewArchiveIdentity(of: draft, to: ArchiveMark.drawIdentity())
        return try await SQLiteDossierStore.open(path: draft).closing { store in
            try store.migrate()
            // Whose copy it is comes first: a gap against another installation's codes means nothing.
            let known = try store.inspect { try knownCheckpoints(of: $0) }
            let restoration = try restoration(of: store, manifest)
            let found = try checkGap(draft)
            let (agencies, checkpoints) = try verify(store, by: known, progress)
            try expectOwnKey(store)
            let clock = clock
            let outcome = try await store.transact { transaction in
                let now = try Installation.present(in: transaction, machineClock: clock)
                // A copy of before the tree has no key yet, and the next epoch begins before the next start.
                try Installation.settleLeafKey(entropy: SystemEntropy(), in: transaction)
                return try restoration.settle(in: transaction, agencies: agencies, given: found.given, at: now)
            }
            // Into the file itself: a log that stayed beside it would not become the database's.
            try await store.scrub()
            return Prepared(outcome: outcome, checkpoints: checkpoints, unreadable: found.unreadable)
        }
    }

    private func restoration(of store: SQLiteDossierStore, _ manifest: BackupManifest) throws -> Restoration {
        let last = try store.inspect { try Restoration.lastMoment(in: $0) }
        return Restoration(
            of: manifest.sha256,
            takenAt: manifest.serviceTime,
            // A copy without an event knows of no code; those of today are the first that could be given again.
            last: last ?? min(manifest.serviceTime, clock.now),
            serialGap: serialGap
        )
    }

    /// Refuses a copy that was encrypted with another key than the one that is there: it is of another installation.
    private func expectOwnKey(_ store: SQLiteDossierStore) throws {
        let records = try store.inspect { try $0.vaultKeyRecords() }
        do throws(VaultKeyRefusal) {
            _ = try VaultKeySource(settings).keys(for: records)
        } catch {
            // What else keeps the key from being used keeps no copy from being restored: it is told afterwards.
            guard case .wrong(let id, let source) = error else { return }
            throw CommandFailure(
                "The copy was encrypted with another key \(id) than the one of \(source): it is of another "
                    + "installation, or the key is. Put the copy's own key in its place, or take another copy. "
                    + "Nothing was replaced.",
                vietnamese: "Bản sao được mã hóa bằng khóa \(id) khác với khóa của \(source): bản sao hoặc khóa là của "
                    + "hệ thống khác. Hãy đặt đúng khóa của bản sao hoặc dùng bản sao khác. Chưa thay đổi gì."
            )
        }
    }

    /// Refuses a gap that codes lie behind which the databases that are there have given.
    private func checkGap(_ draft: String) throws -> SerialGapCheck.Finding {
        // Where a draft is in place already and only the marker was left, the former has given codes too.
        let former = DatabaseExchange(database: database).brokenOff
        let databases = [database, former].compactMap { $0 }.filter { FileManager.default.fileExists(atPath: $0) }
        return try SerialGapCheck(gap: serialGap).finding(in: databases, against: draft)
    }

    /// Verifies the draft, also by the checkpoints of before the copy.
    private func verify(
        _ store: SQLiteDossierStore,
        by known: KnownCheckpoints?,
        _ progress: ProgressLine
    ) throws -> (agencies: [String], checkpoints: Int) {
        defer { progress.finish() }
        return try store.inspect { inspection in
            let rules = try parts.keptRules(in: inspection, reading: store.configurationReader)
            var verifier = Verifier(rules: rules)
            let report = try verifier.verify(inspection, checkpoints: known) {
                try goOn()
                progress.show($0, of: $1)
            }
            guard report.isClean else {
                let first = report.defects.prefix(5).joined(separator: "\n")
                throw CommandFailure(
                    "The copy is not whole, nothing was replaced: \(counted(report.defectCount, "difference")).\n"
                        + first,
                    vietnamese: "Bản sao không nguyên vẹn (\(report.defectCount) chỗ sai); chưa thay đổi gì. Hãy "
                        + "dùng bản sao khác."
                )
            }
            // Those of today's organisation too, which the copy may not know yet.
            let codes = Set(rules.organisation.identifierCodes + organisation.identifierCodes)
            return (codes.sorted(), report.checkpoints)
        }
    }

    /// The checkpoints of the epoch that the copy belongs to; nil if there are none on this machine.
    private func knownCheckpoints(of inspection: any StoreInspection) throws -> KnownCheckpoints? {
        let places = CheckpointPlaces(settings)
        guard places.hasCheckpoints else { return nil }
        var known = KnownCheckpoints(by: try CheckpointKeyOption.verifiers(named: [], else: places.key))
        // Nobody signed the manifest, so the copy itself is asked how many events it has.
        var own = CopyCheckpoints(events: Int64(try inspection.eventCounts().all))
        try CheckpointFile.read(places.file) { own.take($0) }
        switch try own.finding(in: inspection) {
        case .pieces(let count):
            var taken = 0
            try CheckpointFile.read(places.file) { piece in
                if taken < count { known.take(piece) }
                taken += 1
            }
            return known
        case .foreign:
            throw CommandFailure(
                "The copy belongs to none of the histories that \(places.file) signs: it is of another installation, "
                    + "or its history was rewritten. Nothing was replaced.",
                vietnamese: "Bản sao không thuộc lịch sử nào đã ký trong \(places.file): nó của hệ thống khác, "
                    + "hoặc lịch sử của nó đã bị sửa. Chưa thay đổi gì."
            )
        case .tooManyEpochs:
            throw CommandFailure(
                "\(places.file) has more than \(CopyCheckpoints.maximumEpochs) epochs; put its first half away.",
                vietnamese: "\(places.file) có hơn \(CopyCheckpoints.maximumEpochs) giai đoạn; hãy chuyển bớt nửa "
                    + "đầu đi nơi khác."
            )
        }
    }

    /// Refuses checkpoints that cannot be checked, because the key that signed them is elsewhere.
    private func expectSigningKey() throws {
        let places = CheckpointPlaces(settings)
        guard places.hasCheckpoints, !DiskFile.exists(places.key) else { return }
        throw CommandFailure(
            "The key \(places.key) that signed the checkpoints \(places.file) is not there: without it nobody can tell "
                + "whether the copy is of this history. Put its copy back, mode 0600; if it is lost for good, move "
                + "\(places.file) away and keep it. Nothing was replaced.",
            vietnamese: "Không có khóa \(places.key) đã ký các mốc lịch sử \(places.file) nên không biết bản sao có "
                + "thuộc lịch sử này không. Hãy chép lại bản sao của khóa (quyền 0600); nếu khóa đã mất hẳn, hãy "
                + "chuyển \(places.file) đi nơi khác và giữ lại. Chưa thay đổi gì."
        )
    }

    private static func remove(_ draft: String) {
        for ending in ["", "-wal", "-shm", ".lock"] { unlink(draft + ending) }
        for ending in ["", "-journal"] { unlink(ArchiveCopy.path(of: draft) + ending) }
    }
}
