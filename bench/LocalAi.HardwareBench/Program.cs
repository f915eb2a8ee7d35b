using LocalAi.HardwareBench;

return AccuracyTable.Print(Console.Out) ? 0 : 1;
