/* A power cut for a database file: what was not synced is gone.
 *
 * Preloaded into a process, it copies a file of the folder POWERCUT_FOLDER to POWERCUT_KEPT whenever that file is
 * synced, and removes it there when it is unlinked. After the process is killed, POWERCUT_KEPT holds what a disk
 * without battery would still have in the worst case: every byte written since the last sync is missing. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Fills `target` with where `path` is kept; 0 if it is none of ours. */
static int kept_name(const char *path, char *target, size_t size) {
    const char *folder = getenv("POWERCUT_FOLDER"), *kept = getenv("POWERCUT_KEPT");
    if (!folder || !kept || strncmp(path, folder, strlen(folder)) != 0 || path[strlen(folder)] != '/') return 0;
    const char *name = strrchr(path, '/');
    if (strstr(name, "-shm")) return 0;
    return snprintf(target, size, "%s%s", kept, name) < (int)size;
}

static void keep(int fd) {
    char link[64], path[PATH_MAX], part[PATH_MAX + 8], target[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = 0;
    if (!kept_name(path, target, sizeof target)) return;
    snprintf(part, sizeof part, "%s.part", target);
    int out = open(part, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (out < 0) return;
    char buffer[1 << 16];
    off_t at = 0;
    ssize_t got;
    while ((got = pread(fd, buffer, sizeof buffer, at)) > 0) {
        if (write(out, buffer, (size_t)got) != got) break;
        at += got;
    }
    close(out);
    rename(part, target);
}

int fsync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    int result = real(fd);
    if (result == 0) keep(fd);
    return result;
}

int fdatasync(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd);
    if (result == 0) keep(fd);
    return result;
}

int unlink(const char *path) {
    int (*real)(const char *) = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    char target[PATH_MAX];
    int result = real(path);
    if (result == 0 && kept_name(path, target, sizeof target)) real(target);
    return result;
}
