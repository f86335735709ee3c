/*
 * Preloaded into a device: counts the calls that it makes below one folder, and lets one or all of them fail, do nothing, or be the last thing that the process does.
 * A thread cannot overtake a count, as it can where a tracer counts each thread alone. The test holds the other end of the shared file: Faults.java has the same layout.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum kind { OPEN, WRITE, READ, FORCE, RENAME, UNLINK, MKDIR, SYNC, TRUNCATE, KINDS };

struct control {
    _Atomic int armed;
    int kinds;     /* which calls meet it: a bit for each kind */
    int first;     /* the first of each kind that does, from 1; 0: none */
    int last;      /* the last one */
    int action;    /* an error number; 0: nothing is done and success told; -1: the process dies */
    _Atomic int hit;
    _Atomic int seen[16];
    char folder[1024];
};

static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *name = getenv("FERRY_TEST_FAULTS");
    int fd = name ? open(name, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0) {
        void *map = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        close(fd);
        control = map == MAP_FAILED ? NULL : map;
    }
}

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        abort();
    }
    return found;
}
#define NEXT(name) ({ static __typeof__(&name) next; if (!next) next = real(#name); next; })

static int within(const char *path) {
    size_t length = strlen(control->folder);
    return strncmp(path, control->folder, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static int fd_within(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) {
        return 0;
    }
    path[length] = 0;
    return within(path);
}

static int path_within(int directory, const char *name) {
    if (name[0] != '/') {
        return directory >= 0 && fd_within(directory);
    }
    char parent[PATH_MAX], resolved[PATH_MAX];
    snprintf(parent, sizeof parent, "%s", name);
    char *slash = strrchr(parent, '/');
    slash[slash == parent] = 0;
    return realpath(parent, resolved) && within(resolved);
}

enum verdict { PASS, FAIL, PRETEND };

/* What becomes of this call. */
static enum verdict judge(enum kind kind) {
    int number = atomic_fetch_add(&control->seen[kind], 1) + 1;
    if (!(control->kinds >> kind & 1) || control->first == 0 || number < control->first || number > control->last) {
        return PASS;
    }
    atomic_fetch_add(&control->hit, 1);
    if (control->action == -1) {
        kill(getpid(), SIGKILL);
    }
    if (control->action > 0) {
        errno = control->action;
        return FAIL;
    }
    return PRETEND;
}

#define ARMED (control && atomic_load(&control->armed))
#define CALL(within, kind, pretended, call) \
    int saved = errno; \
    enum verdict verdict = ARMED && (within) ? (errno = saved, judge(kind)) : PASS; \
    if (verdict == FAIL) return -1; \
    if (verdict == PRETEND) return pretended; \
    errno = saved; \
    return call;

#define MODE mode_t mode = 0; if (flags & (O_CREAT | __O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); }

int open(const char *name, int flags, ...) { MODE CALL(path_within(-1, name), OPEN, -1, NEXT(open)(name, flags, mode)) }
int open64(const char *name, int flags, ...) { MODE CALL(path_within(-1, name), OPEN, -1, NEXT(open64)(name, flags, mode)) }
int openat(int directory, const char *name, int flags, ...) { MODE CALL(path_within(directory, name), OPEN, -1, NEXT(openat)(directory, name, flags, mode)) }
int openat64(int directory, const char *name, int flags, ...) { MODE CALL(path_within(directory, name), OPEN, -1, NEXT(openat64)(directory, name, flags, mode)) }
ssize_t write(int fd, const void *from, size_t bytes) { CALL(fd_within(fd), WRITE, (ssize_t) bytes, NEXT(write)(fd, from, bytes)) }
ssize_t pwrite(int fd, const void *from, size_t bytes, off_t at) { CALL(fd_within(fd), WRITE, (ssize_t) bytes, NEXT(pwrite)(fd, from, bytes, at)) }
ssize_t pwrite64(int fd, const void *from, size_t bytes, off64_t at) { CALL(fd_within(fd), WRITE, (ssize_t) bytes, NEXT(pwrite64)(fd, from, bytes, at)) }
ssize_t read(int fd, void *to, size_t bytes) { CALL(fd_within(fd), READ, 0, NEXT(read)(fd, to, bytes)) }
ssize_t pread64(int fd, void *to, size_t bytes, off64_t at) { CALL(fd_within(fd), READ, 0, NEXT(pread64)(fd, to, bytes, at)) }
int fsync(int fd) { CALL(fd_within(fd), FORCE, 0, NEXT(fsync)(fd)) }
int fdatasync(int fd) { CALL(fd_within(fd), FORCE, 0, NEXT(fdatasync)(fd)) }
int syncfs(int fd) { CALL(fd_within(fd), SYNC, 0, NEXT(syncfs)(fd)) }
int ftruncate64(int fd, off64_t length) { CALL(fd_within(fd), TRUNCATE, 0, NEXT(ftruncate64)(fd, length)) }
int rename(const char *from, const char *to) { CALL(path_within(-1, to), RENAME, 0, NEXT(rename)(from, to)) }
int renameat(int from, const char *name, int to, const char *new) { CALL(path_within(to, new), RENAME, 0, NEXT(renameat)(from, name, to, new)) }
int linkat(int from, const char *name, int to, const char *new, int flags) { CALL(path_within(to, new), RENAME, 0, NEXT(linkat)(from, name, to, new, flags)) }
int unlink(const char *name) { CALL(path_within(-1, name), UNLINK, 0, NEXT(unlink)(name)) }
int rmdir(const char *name) { CALL(path_within(-1, name), UNLINK, 0, NEXT(rmdir)(name)) }
int unlinkat(int directory, const char *name, int flags) { CALL(path_within(directory, name), UNLINK, 0, NEXT(unlinkat)(directory, name, flags)) }
int mkdir(const char *name, mode_t mode) { CALL(path_within(-1, name), MKDIR, 0, NEXT(mkdir)(name, mode)) }
int mkdirat(int directory, const char *name, mode_t mode) { CALL(path_within(directory, name), MKDIR, 0, NEXT(mkdirat)(directory, name, mode)) }
