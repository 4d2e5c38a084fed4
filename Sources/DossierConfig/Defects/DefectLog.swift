/// The mistakes found so far while a folder is read (sổ lỗi); reading goes on so that all are told at once.
final class DefectLog {
    private(set) var defects: [ConfigurationDefect] = []

    /// Adds a mistake.
    func add(_ defect: ConfigurationDefect) {
        defects.append(defect)
    }

    /// Runs a piece of reading; nil if it found a mistake, which is then noted.
    func collect<Value>(_ reading: () throws(ConfigurationDefect) -> Value) -> Value? {
        do {
            return try reading()
        } catch {
            add(error)
            return nil
        }
    }

    /// Reads every element, passing over those with a mistake, each of which is noted.
    func collect<Value>(
        _ cursors: [ConfigCursor],
        _ reading: (ConfigCursor) throws(ConfigurationDefect) -> Value
    ) -> [Value] {
        cursors.compactMap { cursor in
            collect { () throws(ConfigurationDefect) -> Value in try reading(cursor) }
        }
    }
}
