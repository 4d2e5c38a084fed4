import Foundation
import Testing

/// A start that cannot succeed says what to do, in both languages, and its exit code says whether to try again.
struct StartRefusalTests {
    private func serve(_ database: String, port: Int = 0) throws -> (code: Int32, output: String, errors: String) {
        try Program.run(
            ["serve", "--demo", "--port", "\(port)", "--database", database, "--config", Checkout.config]
        )
    }

    @Test("a file that is no database is left as it is, and the way back is named")
    func noDatabase() throws {
        let folder = try TemporaryFolder()
        let rubbish = Data(repeating: 0x2A, count: 8_192)
        try rubbish.write(to: URL(filePath: folder.database))
        let refused = try serve(folder.database)
        #expect(refused.code == 1)
        #expect(refused.errors.contains("file is not a database"), "\(refused.errors)")
        #expect(refused.errors.contains("motcua restore FILE"), "\(refused.errors)")
        #expect(refused.errors.contains("motcua restore TỆP"), "\(refused.errors)")
        #expect(try Data(contentsOf: URL(filePath: folder.database)) == rubbish)
    }

    @Test("a folder that is not there is named, and the exit code says that trying again may help")
    func noFolder() throws {
        let folder = try TemporaryFolder()
        for place in ["/missing", "/motcua.log"] {
            try Data().write(to: URL(filePath: folder.path + "/motcua.log"))
            let refused = try serve(folder.path + place + "/motcua.sqlite")
            #expect(refused.code == 75)
            #expect(refused.errors.contains(folder.path + place), "\(refused.errors)")
            #expect(refused.errors.contains("Is its folder there"), "\(refused.errors)")
            #expect(refused.errors.contains("thư mục có tồn tại"), "\(refused.errors)")
        }
    }

    @Test("a configuration that is not there, and a database that is served already, are told in both languages")
    func bothLanguages() async throws {
        let folder = try TemporaryFolder()
        let nowhere = try Program.run(["serve", "--config", folder.path + "/nope.yaml"])
        #expect(nowhere.code == 1)
        #expect(nowhere.errors.contains("There is no configuration file \(folder.path)/nope.yaml"), "\(nowhere.errors)")
        #expect(nowhere.errors.contains("Không có tệp cấu hình \(folder.path)/nope.yaml"), "\(nowhere.errors)")
        let inside = try Program.run(["check-config", "--config", Checkout.path + "/Config"])
        #expect(inside.code == 1 && inside.errors.contains("/Config is a folder; name the file"), "\(inside.errors)")
        #expect(inside.errors.contains("/Config là thư mục"), "\(inside.errors)")
        let server = try await RunningServer.start(database: folder.database)
        let second = try serve(folder.database)
        #expect(second.code == 1)
        #expect(second.errors.contains("another running program already writes to"), "\(second.errors)")
        #expect(second.errors.contains("Một chương trình khác đang ghi vào"), "\(second.errors)")
        #expect(server.terminate() == 0)
    }

    @Test("a port that is taken is said and nothing else, and the database is as good as before")
    func takenPort() async throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        let server = try await RunningServer.start(database: first.database)
        // Before there is a database, of which nothing is made then, and beside one.
        for isThere in [false, true] {
            let refused = try serve(second.database, port: server.port)
            #expect(refused.code == 75)
            let told = refused.output + refused.errors
            #expect(told.contains("127.0.0.1:\(server.port) is taken by another program"), "\(told)")
            #expect(told.contains("đang do chương trình khác dùng"), "\(told)")
            #expect(!told.contains("checkpoints cannot be written"), "\(told)")
            #expect(FileManager.default.fileExists(atPath: second.database) == isThere)
            let later = try await RunningServer.start(database: second.database)
            #expect(later.terminate() == 0)
        }
        #expect(server.terminate() == 0)
    }

    @Test("where much waits to be taken into the tree a port that is taken is still all that is told")
    func takenPortWithWork() async throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        let server = try await RunningServer.start(database: first.database)
        let place = ["--database", second.database, "--config", Checkout.config]
        let register = second.path + "/register.csv"
        try Data(contentsOf: URL(filePath: JanuaryRegister.path)).write(to: URL(filePath: register))
        try #require(try Program.run(["import", register] + place).code == 0)
        let refused = try Program.run(["serve", "--port", "\(server.port)"] + place)
        let told = refused.output + refused.errors
        #expect(refused.code == 75 && told.contains("is taken by another program"), "\(told)")
        #expect(!told.contains("cannot be written") && !told.contains("CancellationError"), "\(told)")
        #expect(server.terminate() == 0)
    }

    @Test("an address that is not this machine's is refused for good")
    func foreignAddress() throws {
        let folder = try TemporaryFolder()
        let refused = try Program.run([
            "serve", "--host", "192.0.2.1", "--port", "0", "--database", folder.database, "--config", Checkout.config,
        ])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("192.0.2.1:0 cannot be listened on"), "\(refused.errors)")
    }

    @Test("a name that is no address is refused in words")
    func unknownHost() throws {
        let folder = try TemporaryFolder()
        let refused = try Program.run([
            "serve", "--host", "nohost.invalid", "--port", "0", "--database", folder.database, "--config",
            Checkout.config,
        ])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("There is no address called nohost.invalid"), "\(refused.errors)")
        #expect(refused.errors.contains("Không có địa chỉ nohost.invalid"), "\(refused.errors)")
    }
}
