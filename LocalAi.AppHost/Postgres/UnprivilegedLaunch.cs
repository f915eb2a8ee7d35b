using System.Globalization;

namespace LocalAi.AppHost.Postgres;

/// <summary>
/// How to start Postgres, which refuses to run as root. An ordinary user starts it as is. Root hands it to the system's
/// <c>postgres</c> user (or <c>nobody</c>), where that user can reach the data directory; where it cannot (a data directory below
/// /root), Postgres runs in a user namespace of its own, in which root's files belong to an ordinary user.
/// </summary>
/// <param name="Prefix">Program and arguments to put in front of the command; empty for an ordinary user.</param>
/// <param name="Owner">The user, <c>uid:gid</c>, that must own the cluster's folder; null when it is the current one.</param>
internal sealed record UnprivilegedLaunch(IReadOnlyList<string> Prefix, string? Owner)
{
    private const int Nobody = 65534;

    public static UnprivilegedLaunch For(string dataDirectory, bool isRoot, string passwdFile = "/etc/passwd")
    {
        if (!isRoot)
        {
            return new([], null);
        }

        if (!OthersCanReach(dataDirectory))
        {
            return new(["unshare", "--user", $"--map-user={Nobody}", $"--map-group={Nobody}", "--"], null);
        }

        var (uid, gid) = FindUser(passwdFile);
        return new(["setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups", "--"], $"{uid}:{gid}");
    }

    private static bool OthersCanReach(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (current.Exists && !current.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static (int Uid, int Gid) FindUser(string passwdFile)
    {
        // name:password:uid:gid:…
        var users = File.ReadLines(passwdFile).Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0]);
        var user = users["postgres"].Concat(users["nobody"]).FirstOrDefault();
        return user is null
            ? (Nobody, Nobody)
            : (int.Parse(user[2], CultureInfo.InvariantCulture), int.Parse(user[3], CultureInfo.InvariantCulture));
    }
}
