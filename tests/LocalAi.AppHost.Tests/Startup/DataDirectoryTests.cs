using System.Diagnostics;
using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Startup;

namespace LocalAi.AppHost.Tests.Startup;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-data-").FullName;

    [Fact]
    public void Folder_IsMadeAndLeftEmpty_WhenItIsNotThere()
    {
        var folder = Path.Combine(_folder, "new", "data");

        DataDirectory.Prepare(folder);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Problem_NamesTheSetting_WhenAFileIsInTheWay()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        AssertRefused(file);
        AssertRefused(Path.Combine(file, "below"));
    }

    [Fact]
    public void Problem_NamesTheSetting_WhenTheFolderIsReadOnly()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "not obtainable: root writes everywhere");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        AssertRefused(_folder);

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Problem_NamesTheSetting_WhenTheDiskIsFull()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "not obtainable: only root mounts a small disk");
        var disk = Directory.CreateDirectory(Path.Combine(_folder, "disk")).FullName;
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk) == 0, "not obtainable: mounting is not allowed here");
        try
        {
            File.WriteAllBytes(Path.Combine(disk, "filler"), new byte[64 * 1024]);
            AssertRefused(disk);
        }
        finally
        {
            Assert.Equal(0, Run("umount", disk));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertRefused(string folder)
    {
        var problem = Assert.Throws<SettingsException>(() => DataDirectory.Prepare(folder));
        Assert.StartsWith($"The data directory {folder} cannot be written to: ", problem.Message);
        Assert.EndsWith("Set LocalAi:DataDirectory to a folder of yours with free space.", problem.Message);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
