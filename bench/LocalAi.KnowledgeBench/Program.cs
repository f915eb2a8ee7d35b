using LocalAi.KnowledgeBench;
using LocalAi.TestServers;

if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], out var given) || given < 2000)))
{
    await Console.Error.WriteLineAsync("Usage: LocalAi.KnowledgeBench [CHUNKS], at least 2000; 100000 when left out.");
    return 1;
}

var corpus = new SyntheticCorpus(args.Length == 1 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 100_000);
Console.WriteLine(BenchTable.Head);
await using (var postgres = await PostgresServer.StartAsync())
{
    Console.WriteLine(await KnowledgeBenchmark.RunAsync("exact, Postgres without pgvector", await postgres.CreateDatabaseAsync(), corpus));
}

if (PgvectorServer.WhyNot() is { } reason)
{
    await Console.Error.WriteLineAsync($"Without pgvector: {reason}");
    return 1;
}

await using (var pgvector = await PgvectorServer.StartAsync())
{
    Console.WriteLine(await KnowledgeBenchmark.RunAsync("HNSW, Postgres with pgvector", await pgvector.CreateDatabaseAsync(), corpus));
}

return 0;
