module counterfoil/interop/litewitness

go 1.25.0

require filippo.io/torchwood v0.7.0
