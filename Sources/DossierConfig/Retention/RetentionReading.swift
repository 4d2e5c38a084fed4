import DossierDomain

/// Reads `retention.yaml` (thời hạn lưu dữ liệu cá nhân).
enum RetentionReading {
    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func rules(from root: ConfigCursor, log: DefectLog) -> RetentionRules? {
        let known = log.defects.count
        var years: [ProcedureCode: Int] = [:]
        for entry in root["procedures"]?.elements ?? [] {
            guard let code = entry["code"]?.node.text, let number = entry["years"]?.node.integer else { continue }
            guard years.updateValue(number, forKey: ProcedureCode(rawValue: code)) != nil else { continue }
            log.add(entry.defect("The procedure \(code) stands twice.", "Thủ tục \(code) bị lặp lại."))
        }
        guard log.defects.count == known, let version = root["version"]?.node.integer,
            let usual = root["years"]?.node.integer
        else { return nil }
        return RetentionRules(version: version, years: usual, yearsByProcedure: years)
    }
}
