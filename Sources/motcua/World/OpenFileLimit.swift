import Glibc

/// How many files and connections the process may have open (giới hạn tệp mở).
enum OpenFileLimit {
    /// As many as any setting of connections can need.
    private static let enough: rlim_t = 131_072

    /// Takes as many as the system gives without being asked for more rights.
    ///
    /// - Returns: How many that are.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return 0 }
        var wanted = limit
        wanted.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, enough))
        // Where it is refused the limit stays as it was.
        let isRaised = setrlimit(resource, &wanted) == 0
        return Int(clamping: isRaised ? wanted.rlim_cur : limit.rlim_cur)
    }

    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}
