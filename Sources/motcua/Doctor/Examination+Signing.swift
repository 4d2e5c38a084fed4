import DossierConfig
import DossierEngine
import DossierStoreSQLite

extension Examination {
    /// Whether the database is no file, or one that has another name, under which a second program would write it too.
    ///
    /// - Returns: nil if it is a file with one name.
    func fileNames() -> Finding? {
        guard DiskFile.isOrdinary(database) else {
            return .error(
                "database",
                Finding.Words("\(database) is no ordinary file", "\(database) không phải tệp thường"),
                Finding.Words("name the database with --database", "chỉ ra cơ sở dữ liệu bằng --database")
            )
        }
        let count = SQLiteDossierStore.linkCount(of: database)
        guard count > 1 else { return nil }
        let find = "find / -xdev -samefile \(database)"
        return .error(
            "database",
            Finding.Words("\(database) has \(count) names (hard links)", "\(database) có \(count) tên (liên kết cứng)"),
            Finding.Words(
                "stop all programs, \(find), keep one name; or motcua restore again, if one was broken off",
                "dừng mọi chương trình, \(find), chỉ giữ một tên; hoặc chạy lại motcua restore nếu lần trước bị ngắt"
            )
        )
    }

    /// What is wrong with the key that signs the history, or with the place of its checkpoints; nil if nothing is.
    func signingFault() async -> Finding? {
        let places = CheckpointPlaces(settings)
        for folder in [places.file, places.key].map(DiskFolder.path(of:))
        where !DiskFile.isFolder(folder) {
            return Self.fault(
                Finding.Words("there is no folder \(folder) for them", "không có thư mục \(folder) để lưu"),
                Finding.Words("make it, or mount its disk", "tạo thư mục, hoặc gắn đĩa của nó")
            )
        }
        guard DiskFile.exists(places.key) else {
            guard places.isSigned else { return nil }
            return Self.fault(
                Finding.Words("the key \(places.key) that signed them is not there", "không có khóa ký \(places.key)"),
                Finding.Words(
                    "put its copy back; if it is lost for good: motcua checkpoint fork, see README",
                    "chép lại khóa từ bản sao; nếu mất hẳn: motcua checkpoint fork, xem README"
                )
            )
        }
        return await signatureFault(places)
    }

    private func signatureFault(_ places: CheckpointPlaces) async -> Finding? {
        do {
            let key = try CheckpointKeyFile.read(places.key, name: settings.checkpointOrigin)
            guard DiskFile.exists(places.file) else { return goneFile(places) }
            // A file that cannot be read has a finding of its own.
            let last = try? await CheckpointFile(path: places.file).last()
            guard let last else { return nil }
            guard !last.isSigned(by: key.verifier) else { return await orderFault(places, key.verifier) }
            return Self.fault(
                Finding.Words(
                    "the last one is not signed by the key \(places.key)",
                    "mốc cuối không do khóa \(places.key) ký"
                ),
                Finding.Words(
                    "put the key that signed it back, and run motcua verify",
                    "chép lại khóa đã ký, rồi chạy motcua verify"
                )
            )
        } catch {
            let place = "README, A history that cannot be rewritten"
            return Self.fault(Finding.Words(of: "\(error)"), Finding.Words("see \(place)", "xem \(place)"))
        }
    }

    /// What is wrong with the last checkpoints before the very last, of which each is signed and holds more.
    private func orderFault(_ places: CheckpointPlaces, _ verifier: CheckpointVerifier) async -> Finding? {
        // A file that cannot be read has a finding of its own.
        let pieces = (try? await CheckpointFile(path: places.file).tail(CheckpointOrder.pieces)) ?? []
        guard let defect = CheckpointOrder(verifier: verifier).defect(in: pieces) else { return nil }
        return Self.fault(
            defect,
            Finding.Words(
                "\(places.file) was changed: motcua verify; put the copy from elsewhere back",
                "\(places.file) đã bị sửa: motcua verify; chép lại bản sao để ở nơi khác"
            )
        )
    }

    /// A key without a file is of a first start that ended at once, or the file is lost.
    private func goneFile(_ places: CheckpointPlaces) -> Finding? {
        // A database that cannot be read has a finding of its own.
        let events = (try? SQLiteDossierStore.summary(of: database).events) ?? 0
        guard events > 0 else { return nil }
        let minutes = settings.checkpointMinutes
        return .warning(
            "checkpoints",
            Finding.Words("there is a key and no file \(places.file)", "có khóa mà không có tệp \(places.file)"),
            Finding.Words(
                "if there was one, put its copy back before the next start; else one is made within \(minutes) minutes",
                "nếu đã từng có, hãy chép lại từ bản sao trước khi khởi động; nếu chưa, sẽ có trong \(minutes) phút"
            )
        )
    }

    private static func fault(_ text: Finding.Words, _ remedy: Finding.Words) -> Finding {
        .error("checkpoints", text, remedy)
    }
}
