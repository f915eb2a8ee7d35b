using LocalAi.HardwareBench;

// Without arguments the accuracy table; 'chart' writes the picture of docs/hardware.md.
if (args is ["chart", ..])
{
    Console.Out.Write(MemoryChart.Svg());
    return 0;
}

return AccuracyTable.Print(Console.Out) ? 0 : 1;
