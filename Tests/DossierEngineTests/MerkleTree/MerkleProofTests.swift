import Testing

@testable import DossierEngine

/// Every proof of every tree up to 100 leaves: it holds as it is, and in no other form.
@Suite("Proofs hold, and altered ones do not")
struct MerkleProofTests {
    private static let sizes = Int64(1)...100

    /// Forms of a proof that must all fail: each hash changed in one bit, one too many, one too few, two swapped.
    private static func altered(_ proof: [Digest]) throws -> [[Digest]] {
        var forms = [proof + [MerkleHash.empty], [MerkleHash.empty] + proof]
        if !proof.isEmpty { forms += [Array(proof.dropLast()), Array(proof.dropFirst())] }
        for index in proof.indices {
            var form = proof
            form[index] = try flipped(proof[index], bit: index * 37 % 256)
            forms.append(form)
            if index > 0, proof[index] != proof[index - 1] {
                form = proof
                form.swapAt(index, index - 1)
                forms.append(form)
            }
        }
        return forms
    }

    private static func flipped(_ digest: Digest, bit: Int) throws -> Digest {
        var bytes = digest.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return try #require(Digest(bytes: bytes))
    }

    /// The roots of all sizes.
    private static func roots(of tree: ListedNodes) throws -> [Digest] {
        (0...Int(sizes.upperBound)).map { ListedNodes.hash(of: tree.leaves[..<$0]) }
    }

    @Test("inclusion: every leaf of every size")
    func inclusion() throws {
        var tree = CachedNodes(ListedNodes(count: 100))
        let roots = try Self.roots(of: tree.base)
        var (right, wrong, refused) = (0, 0, 0)
        for size in Self.sizes {
            let root = roots[Int(size)]
            for index in 0..<size {
                let leaf = tree.base.leaves[Int(index)]
                let path = try tree.inclusionProof(of: index, in: size)
                func holds(_ leaf: Digest, at index: Int64, _ path: [Digest], _ root: Digest) -> Bool {
                    MerkleProof.includes(leaf, at: index, in: size, path: path, root: root)
                }
                if holds(leaf, at: index, path, root) { right += 1 }
                var lies = try Self.altered(path).map { holds(leaf, at: index, $0, root) }
                lies.append(holds(leaf, at: (index + 1) % (size + 1), path, root))
                lies.append(holds(try Self.flipped(leaf, bit: 3), at: index, path, root))
                lies.append(holds(leaf, at: index, path, roots[Int(size) - 1]))
                wrong += lies.count
                refused += lies.count { !$0 }
            }
        }
        #expect(right == 5_050)
        #expect(refused == wrong && wrong > 40_000)
    }

    @Test("consistency: every pair of sizes")
    func consistency() throws {
        var tree = CachedNodes(ListedNodes(count: 100))
        let roots = try Self.roots(of: tree.base)
        var (right, wrong, refused) = (0, 0, 0)
        for second in Self.sizes {
            for first in 1...second {
                let proof = try tree.consistencyProof(from: first, to: second)
                let old = (size: first, root: roots[Int(first)])
                let new = (size: second, root: roots[Int(second)])
                if MerkleProof.extends(old, to: new, proof: proof) { right += 1 }
                var lies = try Self.altered(proof).map { MerkleProof.extends(old, to: new, proof: $0) }
                let otherOld = (size: first, root: try Self.flipped(old.root, bit: 9))
                let otherNew = (size: second, root: try Self.flipped(new.root, bit: 9))
                lies.append(MerkleProof.extends(otherOld, to: new, proof: proof))
                lies.append(MerkleProof.extends(old, to: otherNew, proof: proof))
                wrong += lies.count
                refused += lies.count { !$0 }
            }
        }
        #expect(right == 5_050)
        #expect(refused == wrong && wrong > 40_000)
    }

    @Test("a proof from the right half of a tree proves nothing of a tree of that half's size")
    func halfSize() throws {
        var tree = CachedNodes(ListedNodes(count: 100))
        let roots = try Self.roots(of: tree.base)
        for half in [2, 4, 8] as [Int64] {
            let whole = half * 2
            for index in half..<whole {
                let path = try tree.inclusionProof(of: index, in: whole)
                let leaf = tree.base.leaves[Int(index)]
                let root = roots[Int(whole)]
                #expect(MerkleProof.includes(leaf, at: index, in: whole, path: path, root: root))
                // The last hash of the path is the left half's: one too many.
                #expect(!MerkleProof.includes(leaf, at: index - half, in: half, path: path, root: root))
                guard index > half else { continue }
                let proof = try tree.consistencyProof(from: index, to: whole)
                let (old, new) = (roots[Int(index)], root)
                #expect(MerkleProof.extends((index, old), to: (whole, new), proof: proof))
                #expect(!MerkleProof.extends((index - half, old), to: (half, new), proof: proof))
            }
        }
    }

    @Test("impossible sizes are refused, not trusted and no crash")
    func impossible() {
        let digest = MerkleHash.empty
        for (index, size) in [(0, 0), (-1, 1), (1, 1), (5, -3), (Int64.max, Int64.max)] as [(Int64, Int64)] {
            #expect(!MerkleProof.includes(digest, at: index, in: size, path: [digest], root: digest))
        }
        for (first, second) in [(0, 0), (0, 4), (5, 4), (-1, 2), (Int64.max - 1, Int64.max)] as [(Int64, Int64)] {
            #expect(!MerkleProof.extends((first, digest), to: (second, digest), proof: [digest, digest]))
        }
    }
}

/// A tree that remembers the hashes of its nodes.
struct CachedNodes: MerkleNodes {
    var base: ListedNodes
    private var known: [Int64: Digest] = [:]

    init(_ base: ListedNodes) { self.base = base }

    mutating func node(level: Int, index: Int64) -> Digest {
        let key = index << 8 | Int64(level)
        if let hash = known[key] { return hash }
        let hash = base.node(level: level, index: index)
        known[key] = hash
        return hash
    }
}
