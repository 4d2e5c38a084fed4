import DossierConfig
import DossierEngine
import DossierHTTP
import DossierStoreSQLite
import Foundation
import WorkingCalendar

/// Looks an installation over (khám hệ thống), beside a running server or with none, and changes nothing.
struct Examination {
    /// How large a database is read whole.
    private static let largestRead: Int64 = 2 << 30
    private static let day: Int64 = 86_400_000

    let settings: Settings
    /// The whole configuration; nil if it has mistakes, and then what it asks for is not looked at.
    let configuration: LoadedConfiguration?
    let environment: [String: String]
    let now: Instant
    /// What the kernel thinks of its clock.
    var kernelClock = KernelClock.present

    var database: String { settings.databaseFile }

    /// Everything that was looked at, in an order that reads well.
    func findings() async -> [Finding] {
        let held = WriterLock.isHeld(database: database)
        // Whether it runs decides about remedies only; where that cannot be told it may.
        let isRunning = held ?? true
        let first = [await gateways(isRunning: isRunning), certificate(), calendar()].compactMap { $0 }
        if let missing = missingDatabase() { return first + [missing] }
        let head = first + [Self.server(isRunning: held)]
        if let fault = halfRestored() ?? fileNames() { return head + [fault] }
        let fault = await signingFault()
        let history = if let fault { fault } else { await checkpoints(isRunning: isRunning) }
        return await head + files() + stored(isRunning: isRunning) + [history, backups(isRunning: isRunning)]
    }

    /// What is said where a restoration was broken off while it replaced the database; nil where none was.
    private func halfRestored() -> Finding? {
        guard DatabasePlace(settings).isHalfRestored else { return nil }
        return .error(
            "database",
            Finding.Words(
                "a restoration was broken off while it replaced \(database)",
                "lần khôi phục trước bị ngắt khi đang thay \(database)"
            ),
            Finding.Words("run motcua restore again", "chạy lại motcua restore")
        )
    }

    /// What is said where there is no database; nil where there is one.
    private func missingDatabase() -> Finding? {
        let place = DatabasePlace(settings)
        let isThere = FileManager.default.fileExists(atPath: database)
        // A file without a byte is as none to every command; what is no file is told of later.
        guard !isThere || place.isEmpty && DiskFile.isOrdinary(database) else { return nil }
        let path = URL(filePath: database).path
        let none =
            isThere
            ? Finding.Words("\(path) is empty", "\(path) không có gì bên trong")
            : Finding.Words("there is none at \(path)", "không có ở \(path)")
        if let fault = halfRestored() { return fault }
        guard let signed = place.signsLost else {
            return .error(
                "database",
                none,
                Finding.Words(
                    "run this in its folder, or name it with --database; a new one is made by motcua serve",
                    "chạy lệnh trong thư mục của nó, hoặc chỉ ra bằng --database; motcua serve sẽ tạo mới"
                )
            )
        }
        return .error(
            "database",
            none.adding(Finding.Words(", but \(signed) signs its history", ", nhưng \(signed) đã ký lịch sử của nó")),
            Finding.Words(
                "mount its disk, or motcua restore FILE --serial-gap N; to begin anew move \(signed) away",
                "gắn lại đĩa, hoặc motcua restore TỆP --serial-gap N; muốn bắt đầu lại từ đầu, hãy chuyển \(signed) đi "
                    + "nơi khác"
            )
        )
    }

    private func gateways(isRunning: Bool) async -> Finding? {
        guard let configuration else { return nil }
        do {
            try await GatewayComposition.check(configuration, environment: environment)
        } catch {
            return .error(
                "texts",
                Finding.Words(of: "\(error)"),
                Finding.Words(
                    "mend the file of gateways/; motcua check-config",
                    "sửa tệp trong gateways/; motcua check-config"
                )
            )
        }
        let names = settings.smsGateways.joined(separator: ", ")
        let text = Finding.Words("go to \(names)", "gửi qua \(names)")
        do {
            try await GatewayComposition.checkSecrets(configuration, environment: environment)
        } catch {
            // A running service has them, or it would not have started.
            let unknown = Finding.Words(
                "; their secrets are not known here",
                "; ở đây không biết khóa bí mật của chúng"
            )
            if isRunning { return .ok("texts", text.adding(unknown)) }
            return .error(
                "texts",
                Finding.Words(of: "\(error)"),
                Finding.Words(
                    "give the service the secret, and run this in its environment",
                    "đặt khóa bí mật cho dịch vụ, và chạy lệnh này với biến môi trường của dịch vụ"
                )
            )
        }
        guard settings.smsGateways == ["console"] else { return .ok("texts", text) }
        return .warning(
            "texts",
            Finding.Words("no text leaves this machine", "chưa có tin nhắn nào được gửi ra khỏi máy này"),
            Finding.Words(
                "name a gateway in sms.gateway, see README, Texts",
                "đặt cổng SMS ở sms.gateway, xem README, Texts"
            )
        )
    }

    private func certificate() -> Finding? {
        let renewal = Finding.Words("renew it, then send the server SIGHUP", "gia hạn, rồi gửi SIGHUP cho dịch vụ")
        do {
            guard let certificate = try NetworkEdge.settings(settings).certificate else { return nil }
            let days = (certificate.notAfter * 1000 - now.milliseconds) / Self.day
            if days < 0 { return .error("certificate", Finding.Words("has ended", "đã hết hạn"), renewal) }
            let left = counted(Int(days), "day")
            if days < 14 {
                return .warning("certificate", Finding.Words("ends in " + left, "còn \(days) ngày"), renewal)
            }
            return .ok("certificate", Finding.Words("holds for " + left, "còn hạn \(days) ngày"))
        } catch {
            return .error(
                "certificate",
                Finding.Words(of: "\(error)"),
                Finding.Words(
                    "see server.certificate and server.privateKey",
                    "xem server.certificate và server.privateKey"
                )
            )
        }
    }

    private func calendar() -> Finding? {
        guard let configuration else { return nil }
        let years = configuration.publicCalendar.years
        let year = LocalDateTime(now).date.year
        let known = Finding.Words(
            "days off are known from \(years.lowerBound) to \(years.upperBound)",
            "đã có lịch nghỉ từ năm \(years.lowerBound) đến \(years.upperBound)"
        )
        if !years.contains(year) {
            return .error(
                "calendar",
                known,
                Finding.Words(
                    "if the clock is right, add \(year) to Config/calendars: without it no dossier can be received",
                    "nếu đồng hồ đúng, hãy thêm năm \(year) vào Config/calendars: thiếu thì không tiếp nhận được hồ sơ"
                )
            )
        }
        guard years.contains(year + 1) else {
            return .warning(
                "calendar",
                known,
                Finding.Words(
                    "add \(year + 1): terms that reach into it cannot be reckoned",
                    "thêm năm \(year + 1): thời hạn kéo sang năm đó chưa tính được"
                )
            )
        }
        return .ok("calendar", known)
    }

    private static func server(isRunning: Bool?) -> Finding {
        guard let isRunning else {
            return .warning(
                "server",
                Finding.Words("the lock of the database may not be read", "không đọc được tệp .lock của cơ sở dữ liệu"),
                Finding.Words("run this as the user of the service", "chạy lệnh này bằng tài khoản của dịch vụ")
            )
        }
        return .ok(
            "server",
            isRunning ? Finding.Words("is running", "đang chạy") : Finding.Words("is not running", "không chạy")
        )
    }

    /// What the database is and tells of itself.
    private func stored(isRunning: Bool) async -> [Finding] {
        var findings: [Finding] = []
        do {
            let summary = try SQLiteDossierStore.summary(of: database)
            let size = counted(Int(summary.dossiers), "dossier") + ", " + counted(Int(summary.events), "event")
            findings.append(
                .ok(
                    "database",
                    Finding.Words(
                        size + ", " + summary.schema,
                        "\(summary.dossiers) hồ sơ, \(summary.events) sự kiện, \(summary.schema)"
                    )
                )
            )
            let archive = try ArchiveExamination.finding(of: database)
            findings += [archive].compactMap { $0 }
            // Without its archive nothing inside is answered.
            if archive?.grade != .error {
                let checkpoint = await lastCheckpoint()
                let isDemo = summary.demoClock != nil
                try findings.append(contentsOf: inside(isDemo: isDemo, isRunning: isRunning, checkpoint: checkpoint))
            }
        } catch let error as StoreError where error.code == .unsuitable {
            let remedy = Finding.Words("see README, Operation: upgrade", "xem README, Operation: upgrade")
            findings.append(.error("database", Finding.Words(of: error.reason), remedy))
        } catch let error as StoreError where error.isTransient {
            findings.append(.error("database", Finding.Words(of: error.reason), Self.reading))
        } catch {
            let reason = (error as? StoreError)?.reason ?? "\(error)"
            findings.append(.error("database", Finding.Words(of: reason), Self.restore))
        }
        return findings
    }

    /// When the last checkpoint was made.
    private func lastCheckpoint() async -> Instant? {
        // A file that cannot be read has a finding of its own.
        try? await CheckpointFile(path: CheckpointPlaces(settings).file).last()?.checkpoint.at
    }

    private func inside(isDemo: Bool, isRunning: Bool, checkpoint: Instant?) throws -> [Finding] {
        let ofPages = try cutOffFile(isRunning: isRunning) ?? pages()
        return try [ofPages]
            + SQLiteDossierStore.inspect(path: database) { inspection in
                let evidence = try ClockEvidence(in: inspection, checkpoint: checkpoint, kernel: kernelClock)
                var found: [Finding?] = [try key(in: inspection), isDemo ? nil : evidence.finding(at: now)]
                found += try [versions(in: inspection), administrator(in: inspection)]
                found += try [lostSeats(in: inspection), retention(in: inspection)]
                return try found.compactMap { $0 } + stuck(in: inspection, isRunning: isRunning)
            }
    }

    /// What to do about a database that is damaged.
    static let restore = Finding.Words(
        "stop the server and restore the last copy: motcua restore FILE --serial-gap N, see README, Backup",
        "dừng dịch vụ và khôi phục bản sao gần nhất: motcua restore TỆP --serial-gap N, xem README, Backup"
    )

    /// What to do about a file that cannot be read.
    static let reading = Finding.Words(
        "see that its disk is there and well, and that this user may read it",
        "xem đĩa có tồn tại và hoạt động tốt, tài khoản này có quyền đọc không"
    )

    private func pages() throws -> Finding {
        let archive = SQLiteDossierStore.archivePath(of: database)
        guard DiskFile.length(database) + DiskFile.length(archive) <= Self.largestRead else {
            let text = Finding.Words(
                "too many to read them all here; motcua verify does",
                "quá nhiều để đọc hết ở đây; hãy dùng motcua verify"
            )
            return .ok("pages", text)
        }
        return try SQLiteDossierStore.inspect(path: database) { inspection in
            guard let defect = try inspection.storageDefects(limit: 1).first else {
                return .ok("pages", Finding.Words("are sound", "nguyên vẹn"))
            }
            return .error(
                "pages",
                Finding.Words(defect, "tệp dữ liệu bị hỏng: \(defect)"),
                defect.contains("in database archive") ? ArchiveExamination.replacement(of: archive) : Self.restore
            )
        }
    }

    private func key(in inspection: any StoreInspection) throws -> Finding {
        let records = try inspection.vaultKeyRecords()
        let source = VaultKeySource(settings, environment: environment)
        do throws(VaultKeyRefusal) {
            guard try source.keys(for: records) != nil else {
                return .ok("key", Finding.Words("nothing is encrypted yet", "chưa có gì được mã hóa"))
            }
            let name = source.name
            return .ok("key", Finding.Words("opens the vault (\(name))", "mở được dữ liệu cá nhân (\(name))"))
        } catch {
            let reason = Finding.Words(of: error.description)
            return .error("key", Finding.Words("cannot be used", "không dùng được"), reason)
        }
    }

    /// Whether the versions of the configuration that dossiers keep are those that were taken into use.
    private func versions(in inspection: any StoreInspection) throws -> Finding {
        guard let defect = try inspection.configurationDefects().first else {
            return .ok("versions", Finding.Words("are those that were taken into use", "đúng như khi đưa vào dùng"))
        }
        return .error(
            "versions",
            Finding.Words(defect, "phiên bản cấu hình đã lưu bị thay đổi: \(defect)"),
            Self.restore
        )
    }

    /// Says that nobody can keep accounts; nil if somebody can.
    private func administrator(in inspection: any StoreInspection) throws -> Finding? {
        guard try inspection.activeAdministratorCount() == 0 else { return nil }
        let command = "motcua user enable NAME, motcua user add NAME --role admin --one-time"
        return .warning(
            "accounts",
            Finding.Words("no administrator is active", "không có quản trị viên nào hoạt động"),
            Finding.Words("one of: " + command, "dùng một trong hai lệnh: " + command)
        )
    }

    /// Says that the years of retention were changed under a version that was used; nil if they were not.
    private func retention(in inspection: any StoreInspection) throws -> Finding? {
        guard let configuration else { return nil }
        let version = RetentionVersion(configuration)
        guard try version.hasRival(in: inspection) else { return nil }
        return .error(
            "retention",
            Finding.Words(
                "data were erased by version \(version.used.version) with other content",
                "đã xóa dữ liệu theo phiên bản \(version.used.version) với nội dung khác"
            ),
            Finding.Words("raise `version` in Config/retention.yaml", "tăng `version` trong Config/retention.yaml")
        )
    }
}
