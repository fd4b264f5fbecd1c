// Cosign makes and verifies cosignatures with packages that share no code with Counterfoil: those of transparency-dev, over
// Go's own Ed25519 and filippo.io/mldsa.
//
//	cosign verify <verifier key> < note     exit code 0: the key has cosigned it; prints the time. 1: it has not
//	cosign sign ed25519|mldsa <name> < note prints a verifier key made for this, then the note with one line more
package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	fnote "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func verify(vkey string, signed []byte) error {
	verifier, err := fnote.NewVerifierForCosignatureV1(vkey)
	if err != nil {
		return err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	for _, line := range opened.Sigs {
		at, err := fnote.CoSigV1Timestamp(line)
		if err != nil {
			return err
		}
		fmt.Printf("cosigned at %d\n", at.Unix())
	}
	return nil
}

func newKey(kind, name string) (skey, vkey string, err error) {
	if kind == "mldsa" {
		return fnote.GenerateMLDSAKey(name)
	}
	if skey, vkey, err = note.GenerateKey(rand.Reader, name); err != nil {
		return "", "", err
	}
	vkey, err = fnote.VKeyToCosignatureV1(vkey)
	return skey, vkey, err
}

func sign(kind, name string, signed []byte) error {
	skey, vkey, err := newKey(kind, name)
	if err != nil {
		return err
	}
	signer, err := fnote.NewSignerForCosignatureV1(skey)
	if err != nil {
		return err
	}
	text, lines, found := strings.Cut(string(signed), "\n\n")
	if !found {
		return fmt.Errorf("no empty line parts the note from its signatures")
	}
	own, err := note.Sign(&note.Note{Text: text + "\n"}, signer)
	if err != nil {
		return err
	}
	_, line, _ := strings.Cut(string(own), "\n\n")
	fmt.Printf("%s\n%s\n\n%s%s", vkey, text, lines, line)
	return nil
}

func main() {
	signed, err := io.ReadAll(os.Stdin)
	switch {
	case err != nil:
	case len(os.Args) == 3 && os.Args[1] == "verify":
		err = verify(os.Args[2], signed)
	case len(os.Args) == 4 && os.Args[1] == "sign":
		err = sign(os.Args[2], os.Args[3], signed)
	default:
		fmt.Println("usage: cosign verify <verifier key> | cosign sign ed25519|mldsa <name>")
		os.Exit(2)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
