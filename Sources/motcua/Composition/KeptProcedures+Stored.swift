import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite

extension KeptProcedures {
    /// The procedures that a database keeps, each read from it when one is first needed.
    ///
    /// - Throws: `StoreError` if the database cannot be read.
    convenience init(from reader: SQLiteConfigurationReader) throws(StoreError) {
        let stored = try reader.versions(of: StoredConfiguration.procedureKind)
        let versions = stored.map { ProcedureVersion(code: ProcedureCode(rawValue: $0.name), version: $0.version) }
        self.init(versions) { (version: ProcedureVersion) throws(StoreError) -> Procedure in
            try reader.procedure(version)
        }
    }
}

extension SQLiteConfigurationReader {
    /// Reads a version of a procedure again.
    ///
    /// - Throws: `StoreError` of code damaged if it is missing, or what is stored of it is no procedure or another one.
    fileprivate func procedure(_ version: ProcedureVersion) throws(StoreError) -> Procedure {
        let name = ConfigurationVersion(name: version.code.rawValue, version: version.version)
        guard let stored = try configuration(name, of: StoredConfiguration.procedureKind) else {
            throw Self.damaged(name, because: "it is missing")
        }
        let procedure: Procedure
        do throws(ConfigurationDefects) {
            procedure = try ConfigFolder.procedure(fromCanonicalJSON: stored.content)
        } catch {
            throw Self.damaged(name, because: error.defects.first?.description ?? "it is no procedure")
        }
        guard procedure.code == version.code, procedure.version == version.version else {
            throw Self.damaged(name, because: "it is another one")
        }
        return procedure
    }

    private static func damaged(_ name: ConfigurationVersion, because reason: String) -> StoreError {
        StoreError(
            .damaged,
            "the stored procedure \(name) cannot be read: \(reason)",
            vietnamese: "Không đọc được thủ tục đã lưu \(name): hãy chạy motcua verify."
        )
    }
}
