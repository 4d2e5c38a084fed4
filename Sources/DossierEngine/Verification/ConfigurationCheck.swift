/// The check of the versions that dossiers keep (kiểm tra cấu hình đã dùng) against the history of their use, in which
/// each stands with the hash of its content.
struct ConfigurationCheck {
    /// The hashes, by the words for the version.
    private var hashes: [String: String] = [:]

    /// Takes an event of the configuration's stream.
    mutating func take(_ bytes: [UInt8]) {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), event["type"]?.string == SystemEvent.configurationUsed,
            let kind = event["kind"]?.string, let name = event["name"]?.string,
            let version = event["version"]?.string, let hash = event["sha256"]?.string
        else { return }
        hashes["\(kind) \(name) version \(version)"] = hash
    }

    /// What is wrong with the stored versions, each named once, in order.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    func defects(in snapshot: any StoreSnapshot) throws -> [String] {
        var defects: [String] = []
        var rest = hashes
        try snapshot.readConfigurations { configuration in
            let name = "\(configuration.kind) \(configuration.name) version \(configuration.version)"
            switch rest.removeValue(forKey: name) {
            case nil: defects.append("\(name): no event says that it was taken into use")
            case Digest.of(Array(configuration.content.utf8)).hexadecimal: break
            case _?: defects.append("\(name): its content is not the one that was taken into use")
            }
        }
        return defects + rest.keys.sorted().map { "\($0): it was taken into use and is missing" }
    }
}

extension StoreInspection {
    /// What is wrong with the versions of configuration that dossiers keep (phiên bản cấu hình bị đổi); none if all is
    /// well.
    ///
    /// Each is held against the history of its use by its hash; what is in it is not looked at.
    ///
    /// - Returns: What is wrong, in words.
    /// - Throws: ``StoreError`` if the store cannot be read.
    public func configurationDefects() throws -> [String] {
        var check = ConfigurationCheck()
        if let stream = try stream(named: .configuration) {
            try walkEvents(of: stream, pageSize: Verifier.pageSize) { check.take($0) }
        }
        return try check.defects(in: self)
    }
}
