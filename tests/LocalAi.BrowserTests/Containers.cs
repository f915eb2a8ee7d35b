namespace LocalAi.BrowserTests;

/// <summary>
/// Tests that start and end containers, which changes the addresses of the machine: Chromium gives up whatever it is loading then, so no other
/// test has a page open meanwhile.
/// </summary>
[CollectionDefinition(nameof(Containers), DisableParallelization = true)]
public static class Containers;
