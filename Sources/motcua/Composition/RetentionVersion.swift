import DossierConfig
import DossierDomain
import DossierEngine

/// The rules of retention in use (thời hạn lưu đang dùng), held against what the database has erased by, and against
/// the procedures that it knows.
struct RetentionVersion {
    /// What is kept of them with the first erasure.
    let used: StoredConfiguration
    /// The procedures of which something is said and that have no file.
    private let withoutFile: Set<ProcedureCode>

    init(_ configuration: LoadedConfiguration) {
        used = StoredConfiguration(configuration.retentionSource)
        withoutFile = Set(configuration.retention.yearsByProcedure.keys)
            .subtracting(configuration.procedures.map(\.code))
    }

    /// Refuses rules by which nothing may be erased from a database.
    ///
    /// - Throws: ``CommandFailure`` with the remedy; `StoreError`.
    func check(in snapshot: any StoreSnapshot) throws {
        try refuseRival(in: snapshot)
        try refuseStrangers(in: snapshot)
    }

    /// Whether this version was used with other content.
    ///
    /// - Throws: `StoreError`.
    func hasRival(in snapshot: any StoreSnapshot) throws -> Bool {
        try snapshot.hasRival(of: used)
    }

    /// Refuses rules by whose version was erased otherwise: the history would name them wrongly.
    ///
    /// - Throws: ``CommandFailure`` with the remedy; `StoreError`.
    private func refuseRival(in snapshot: any StoreSnapshot) throws {
        guard try hasRival(in: snapshot) else { return }
        throw CommandFailure(
            "Config/retention.yaml: data were erased by version \(used.version) with other content. Raise `version`.",
            vietnamese: "Config/retention.yaml: đã xóa dữ liệu theo phiên bản \(used.version) với nội dung khác. Hãy "
                + "tăng version."
        )
    }

    /// Refuses years of a procedure that neither the files nor the database have: by a mistyped code the procedure that
    /// was meant would be left to the usual years, and its data erased too early.
    ///
    /// - Throws: ``CommandFailure`` with the remedy; `StoreError`.
    private func refuseStrangers(in snapshot: any StoreSnapshot) throws {
        var strangers = withoutFile
        guard !strangers.isEmpty else { return }
        // One at a time, because there may be thousands; procedures whose file was taken away keep their dossiers.
        try snapshot.readConfigurations { version in
            guard version.kind == StoredConfiguration.procedureKind else { return }
            strangers.remove(ProcedureCode(rawValue: version.name))
        }
        guard !strangers.isEmpty else { return }
        let codes = strangers.sorted().map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(
            "Config/retention.yaml: there is no procedure \(codes), here or in the database. Correct the code, or take "
                + "the line away, and raise `version`.",
            vietnamese: "Config/retention.yaml: không có thủ tục \(codes), trong tệp lẫn trong cơ sở dữ liệu. Hãy sửa "
                + "mã hoặc bỏ dòng đó, và tăng version."
        )
    }
}
