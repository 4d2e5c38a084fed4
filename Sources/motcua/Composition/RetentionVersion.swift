import DossierConfig
import DossierEngine

/// The rules of retention in use (thời hạn lưu đang dùng), held against what the database has erased by.
struct RetentionVersion {
    /// What is kept of them with the first erasure.
    let used: StoredConfiguration

    init(_ configuration: LoadedConfiguration) { used = StoredConfiguration(configuration.retentionSource) }

    /// Whether this version was used with other content.
    ///
    /// - Throws: `StoreError`.
    func hasRival(in snapshot: any StoreSnapshot) throws -> Bool {
        try snapshot.hasRival(of: used)
    }

    /// Refuses rules by whose version was erased otherwise: the history would name them wrongly.
    ///
    /// - Throws: ``CommandFailure`` with the remedy; `StoreError`.
    func refuseRival(in snapshot: any StoreSnapshot) throws {
        guard try hasRival(in: snapshot) else { return }
        throw CommandFailure(
            "Config/retention.yaml: data were erased by version \(used.version) with other content. Raise `version`.",
            vietnamese: "Config/retention.yaml: đã xóa dữ liệu theo phiên bản \(used.version) với nội dung khác. Hãy "
                + "tăng version."
        )
    }
}
