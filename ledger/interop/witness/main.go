// Witness runs a witness that shares no code with Counterfoil, that of transparency-dev, with its records in memory; and
// speaks to a witness of Counterfoil as its client does.
//
//	witness serve <verifier key of a log>                 prints its address, then its two verifier keys, and serves until its input ends
//	witness ask <address> <old size> <proof in base64>... sends the checkpoint that comes as input, and prints what came back
package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"

	fnote "github.com/transparency-dev/formats/note"
	client "github.com/transparency-dev/witness/client/http"
	"github.com/transparency-dev/witness/persistence/inmemory"
	"github.com/transparency-dev/witness/witness"
	"golang.org/x/mod/sumdb/note"
)

func newSigners(name string) (signers []note.Signer, vkeys []string, err error) {
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return nil, nil, err
	}
	if vkey, err = fnote.VKeyToCosignatureV1(vkey); err != nil {
		return nil, nil, err
	}
	mlSkey, mlVkey, err := fnote.GenerateMLDSAKey(name)
	if err != nil {
		return nil, nil, err
	}
	for _, key := range []string{skey, mlSkey} {
		signer, err := fnote.NewSignerForCosignatureV1(key)
		if err != nil {
			return nil, nil, err
		}
		signers = append(signers, signer)
	}
	return signers, []string{vkey, mlVkey}, nil
}

func serve(logVkey string) error {
	verifier, err := note.NewVerifier(logVkey)
	if err != nil {
		return err
	}
	signers, vkeys, err := newSigners("witness.example.com/go")
	if err != nil {
		return err
	}
	own, err := witness.New(context.Background(), witness.Opts{
		Persistence: inmemory.New(),
		Signers:     signers,
		VerifierForLog: func(_ context.Context, origin string) (note.Verifier, bool, error) {
			return verifier, origin == verifier.Name(), nil
		},
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	handler := witness.NewHTTPHandler(own)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", handler.AddCheckpoint)
	go http.Serve(listener, mux)
	fmt.Printf("http://%s\n%s\n%s\n", listener.Addr(), vkeys[0], vkeys[1])
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func ask(address, oldSize string, lines []string) error {
	at, err := url.Parse(address)
	if err != nil {
		return err
	}
	size, err := strconv.ParseUint(oldSize, 10, 64)
	if err != nil {
		return err
	}
	var proof [][]byte
	for _, line := range lines {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	checkpoint, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	signatures, known, err := client.NewWitness(at, http.DefaultClient).Update(context.Background(), size, checkpoint, proof)
	if errors.Is(err, witness.ErrCheckpointStale) {
		fmt.Printf("stale %d\n", known)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s", signatures)
	return nil
}

func main() {
	var err error
	switch {
	case len(os.Args) == 3 && os.Args[1] == "serve":
		err = serve(os.Args[2])
	case len(os.Args) >= 4 && os.Args[1] == "ask":
		err = ask(os.Args[2], os.Args[3], os.Args[4:])
	default:
		fmt.Println("usage: witness serve <verifier key> | witness ask <address> <old size> <proof>...")
		os.Exit(2)
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
