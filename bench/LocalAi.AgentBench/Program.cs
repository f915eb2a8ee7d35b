using LocalAi.AgentBench;

if (args is ["proxy", var url, var target])
{
    return await ProxyProgram.RunAsync(url, target);
}

if (args is ["rounds"])
{
    await new ToolRoundBenchmark(Console.Out).RunAsync();
    return 0;
}

if (!BenchOptions.TryParse(args, out var options, out var error))
{
    await Console.Error.WriteLineAsync(error);
    return 1;
}

await using var stack = await BenchStack.StartAsync();
await new AgentBenchmark(stack, options, Console.Out).RunAsync();
return 0;
