import DossierEngine

extension SQLiteDossierStore {
    /// Opens a database whose disk takes no writing, only to read it (mở chỉ để tra cứu); nothing is written anywhere.
    ///
    /// Every change is refused as ``StoreError/Code/unavailable``. Its lock is held where there is one, so that no
    /// other program takes it for its own meanwhile.
    ///
    /// - Parameters:
    ///   - path: The database.
    ///   - readers: How many queries run at the same time, 1 or more.
    /// - Returns: The store.
    /// - Throws: ``StoreError`` with ``StoreError/Code/unsuitable`` if its tables are not those of this program, a
    ///   restoration of it was broken off, or another program writes to it; with ``StoreError/Code/unavailable`` if
    ///   there is none, or if it cannot be read without writing.
    public static func openToRead(
        path: String,
        readers: Int = SQLiteStoreOptions().readers
    ) throws -> SQLiteDossierStore {
        try DatabaseFile.expectThere(path)
        try refuseUnfinished(path)
        let lock = try WriterLock(databaseThatIsRead: path)
        let source = try ReadingSource.withoutWriting(path)
        let store = try StoreError.mapping {
            try SQLiteDossierStore(reading: source, of: path, lock: lock, readers: readers)
        }
        guard try store.needsMigration == false else {
            throw StoreError(
                .unsuitable,
                "the tables of \(path) are of an older program and have to be upgraded first",
                vietnamese: "\(path) là của phiên bản cũ hơn và phải được nâng cấp trước."
            )
        }
        return store
    }

    /// Whether the disk of a database that is there was mounted for reading only; asked without writing anything.
    public static func isOnReadOnlyDisk(path: String) -> Bool { ReadingSource.isOnReadOnlyDisk(path) }
}
