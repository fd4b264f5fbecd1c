// Interop checks a mirrored ledger with Go's own transparency log packages, which share no code with Counterfoil.
//
//	go run . <folder> <verifier key>
//
// The folder is laid out as C2SP tlog-tiles says. Exit code 0: every entry, tile and the checkpoint agree. 1: something
// does not, and the line printed names it. 2: it was called wrongly.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// mirror is the folder, as a tlog.TileReader.
type mirror string

func (m mirror) Height() int                     { return height }
func (m mirror) SaveTiles([]tlog.Tile, [][]byte) {}

func (m mirror) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		tile, err := m.read(tilePath(t))
		if err != nil {
			return nil, err
		}
		data = append(data, tile)
	}
	return data, nil
}

func (m mirror) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(m), filepath.FromSlash(path)))
}

// tilePath leaves out the height, which Go's paths have and those of tlog-tiles have not.
func tilePath(t tlog.Tile) string { return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/") }

// hashes are the stored hashes made from the entries alone, in the order of tlog.StoredHashIndex.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) (found []tlog.Hash, err error) {
	for _, i := range indexes {
		found = append(found, h[i])
	}
	return found, nil
}

func openCheckpoint(m mirror, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	signed, err := m.read("checkpoint")
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("its origin %q is not the name of the key", origin)
	}
	// Go knows one origin only; what follows it has the same form everywhere.
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

func verify(m mirror, vkey string) (int64, error) {
	tree, err := openCheckpoint(m, vkey)
	if err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	// Every leaf hash, authenticated against the signed root. Where that fails, the entries show below which file is at fault.
	var leaves []tlog.Hash
	if tree.N > 0 {
		indexes := make([]int64, tree.N)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, int64(i))
		}
		if leaves, err = tlog.TileHashReader(tree, m).ReadHashes(indexes); err != nil {
			leaves = nil
		}
	}
	var stored hashes
	tiles := tlog.NewTiles(height, 0, tree.N)
	for _, t := range tiles {
		if t.L != 0 {
			continue
		}
		path := strings.Replace(tilePath(t), "tile/0/", "tile/entries/", 1)
		rest, err := m.read(path)
		if err != nil {
			return 0, fmt.Errorf("entries: %w", err)
		}
		for i := t.N << height; i < t.N<<height+int64(t.W); i++ {
			if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
				return 0, fmt.Errorf("entry %d: %s ends within it", i, path)
			}
			end := 2 + int(binary.BigEndian.Uint16(rest))
			hash := tlog.RecordHash(rest[2:end])
			if leaves != nil && leaves[i] != hash {
				return 0, fmt.Errorf("entry %d: it is not the one in the signed tree", i)
			}
			made, err := tlog.StoredHashesForRecordHash(i, hash, stored)
			if err != nil {
				return 0, fmt.Errorf("entry %d: %w", i, err)
			}
			stored, rest = append(stored, made...), rest[end:]
		}
		if len(rest) > 0 {
			return 0, fmt.Errorf("entries: %s goes on after its last entry", path)
		}
	}
	for _, t := range tiles {
		made, err := tlog.ReadTileData(t, stored)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", tilePath(t), err)
		}
		if found, err := m.read(tilePath(t)); err != nil {
			return 0, fmt.Errorf("tile: %w", err)
		} else if !bytes.Equal(found, made) {
			return 0, fmt.Errorf("%s: it is not the one that the entries make", tilePath(t))
		}
	}
	root, err := tlog.TreeHash(tree.N, stored)
	if err != nil || root != tree.Hash || (leaves == nil && tree.N > 0) {
		return 0, fmt.Errorf("checkpoint: its root is not the one that entries and tiles make")
	}
	return tree.N, nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Println("usage: go run . <folder> <verifier key>")
		os.Exit(2)
	}
	count, err := verify(mirror(os.Args[1]), os.Args[2])
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Printf("verified %d entries\n", count)
}
