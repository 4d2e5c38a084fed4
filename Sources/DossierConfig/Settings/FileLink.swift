import Foundation

/// Where a file lies that is named through links (liên kết tới tệp).
///
/// What belongs to a database lies beside it under its name: the lock, the log, the checkpoints, the key. Two names of
/// one database would have two of each, so the file's own name is found once, before anything is derived from it.
public enum FileLink {
    /// How many links in a row are followed, as many as Linux does.
    private static let maximumLinks = 40

    /// Follows the links that a path's last name is.
    ///
    /// - Parameter path: A path; the file need not be there.
    /// - Returns: The whole path of what is no link; the path as it is if it is none, or if the links lead in a circle,
    ///   and then it cannot be opened.
    public static func target(of path: String) -> String {
        var place = path
        for _ in 0..<maximumLinks {
            // What is no link, or is not there, has no destination.
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: place) else {
                return place == path ? path : inRealFolder(place)
            }
            guard !next.hasPrefix("/"), let slash = place.lastIndex(of: "/") else {
                place = next
                continue
            }
            place = place[...slash] + next
        }
        return path
    }

    /// The same place by its folder's own name: a link that climbs by `..` climbs from where the folder really is.
    private static func inRealFolder(_ place: String) -> String {
        let name = place.lastIndex(of: "/").map { place[place.index(after: $0)...] } ?? place[...]
        let folder = place.dropLast(name.count)
        guard let real = realpath(folder.isEmpty ? "." : String(folder), nil) else { return place }
        defer { free(real) }
        let path = String(cString: real)
        return (path == "/" ? "" : path) + "/" + name
    }
}
