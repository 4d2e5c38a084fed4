import Foundation

/// Go's net/http with go-sqlite3 on the same table (máy chủ Go): what many would write a look-up in.
///
/// Debian's packages build it when it is measured; its means are the usual ones, used well: a prepared statement and a
/// pool of connections that only read and leave out SQLite's own locks.
struct GoServer: Sendable {
    /// How many connections its pool has.
    ///
    /// Source: measured with 64 clients: 1, 2, 4, 8 and 16 cost 44 to 46 µs of processor time a look-up, 64 the same or
    /// more.
    private static let poolSize = 8
    /// How long building may take, in seconds.
    private static let buildSeconds = 600.0
    /// Where Debian keeps the sources of libraries.
    private static let libraries = "/usr/share/gocode"

    /// The built program.
    let program: String

    /// Builds the program, if Go and go-sqlite3 are there; else says why not.
    ///
    /// - Parameter folder: Where it is built.
    /// - Returns: The program; nil if there is none.
    /// - Throws: If the folder cannot be written.
    static func build(in folder: BenchFolder) async throws -> GoServer? {
        guard let go = compiler, FileManager.default.fileExists(atPath: libraries + "/src/github.com/mattn/go-sqlite3")
        else {
            Console.complain("Go is not measured: docker/install-packages.sh --bench brings it.")
            return nil
        }
        let (source, program, output) = (folder.file("lookup.go"), folder.file("lookup"), folder.file("go-output"))
        for (path, text) in [(source, Self.source), (output, "")] {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        let process = Process()
        process.executableURL = URL(filePath: go)
        process.arguments = ["build", "-tags", "libsqlite3", "-o", program, source]
        process.environment = environment(cache: folder.file("go-cache"))
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: output)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let start = ContinuousClock.now
        while process.isRunning, (ContinuousClock.now - start) / .seconds(1) < buildSeconds {
            try await Task.sleep(for: .milliseconds(50))
        }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            Console.complain("Go is not measured: \(try String(contentsOfFile: output, encoding: .utf8))")
            return nil
        }
        return GoServer(program: program)
    }

    /// The arguments with which it serves.
    ///
    /// - Parameters:
    ///   - database: The database.
    ///   - reply: The file of a ``PreparedReply``, whose header fields it sends.
    ///   - now: The instant as of which dossiers are late, in milliseconds since 1970 UTC.
    /// - Returns: The arguments.
    static func arguments(database: String, reply: String, now: Int64) -> [String] {
        [database, reply, String(now), String(poolSize)]
    }

    private static var compiler: String? {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/bin"
        return path.split(separator: ":").map { $0 + "/go" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }

    /// Nothing is fetched and nothing written outside of the folder.
    private static func environment(cache: String) -> [String: String] {
        [
            "CGO_ENABLED": "1", "GO111MODULE": "off", "GOCACHE": cache, "GOFLAGS": "", "GOPATH": libraries,
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "TMPDIR": NSTemporaryDirectory(),
        ]
    }
}

extension GoServer {
    /// The program.
    private static let source = #"""
        // Answers look-ups of statuses by code: net/http, database/sql and go-sqlite3.
        //
        // Usage: lookup DATABASE REPLY NOW CONNECTIONS
        package main

        import (
            "database/sql"
            "encoding/json"
            "fmt"
            "log"
            "net"
            "net/http"
            "net/url"
            "os"
            "strconv"
            "strings"

            _ "github.com/mattn/go-sqlite3"
        )

        const prefix = "/api/v1/status/"

        var late, onTime = []byte(`,"late":true}`), []byte(`,"late":false}`)

        func main() {
            if len(os.Args) != 5 {
                log.Fatal("usage: lookup DATABASE REPLY NOW CONNECTIONS")
            }
            text, err := os.ReadFile(os.Args[2])
            check(err)
            var reply struct{ Headers [][2]string }
            check(json.Unmarshal(text, &reply))
            for i := range reply.Headers {
                reply.Headers[i][0] = http.CanonicalHeaderKey(reply.Headers[i][0])
            }
            now, err := strconv.ParseInt(os.Args[3], 10, 64)
            check(err)
            connections, err := strconv.Atoi(os.Args[4])
            check(err)

            options := "?mode=ro&_query_only=true&_mutex=no&_cache_size=-8192&_busy_timeout=100"
            database, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: os.Args[1]}).EscapedPath()+options)
            check(err)
            database.SetMaxOpenConns(connections)
            database.SetMaxIdleConns(connections)
            query, err := database.Prepare("SELECT publicStatus, dueAt, frozenAt FROM dossier WHERE code = ?")
            check(err)

            http.HandleFunc(prefix, func(answer http.ResponseWriter, request *http.Request) {
                var body []byte
                var dueAt, frozenAt sql.NullInt64
                err := query.QueryRow(strings.TrimPrefix(request.URL.Path, prefix)).Scan(&body, &dueAt, &frozenAt)
                if err == sql.ErrNoRows {
                    answer.WriteHeader(http.StatusNotFound)
                    return
                }
                if err != nil {
                    log.Print(err)
                    answer.WriteHeader(http.StatusInternalServerError)
                    return
                }
                counts := now
                if frozenAt.Valid {
                    counts = frozenAt.Int64
                }
                ending := onTime
                if dueAt.Valid && counts/1000*1000 > dueAt.Int64 {
                    ending = late
                }
                fields := answer.Header()
                for _, field := range reply.Headers {
                    fields[field[0]] = []string{field[1]}
                }
                answer.Write(append(body, ending...))
            })
            listener, err := net.Listen("tcp", "127.0.0.1:0")
            check(err)
            fmt.Printf("http://127.0.0.1:%d\n", listener.Addr().(*net.TCPAddr).Port)
            check(http.Serve(listener, nil))
        }

        func check(err error) {
            if err != nil {
                log.Fatal(err)
            }
        }
        """#
}
