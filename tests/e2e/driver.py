# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real program from outside, over AT-SPI and the keyboard, as an assistive tool would."""

import atexit
import itertools
import os
import re
import subprocess
import sys
import time

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

BIN = os.environ['DDI_E2E_BIN']
PROGRAM = os.path.join(BIN, 'dunkin-demand')
CLI = os.path.join(BIN, 'dunkin-demand-cli')
# A sandbox numbers its processes by itself: there the program is the only one on the display but the portal, which
# shows its file dialogs.
SANDBOX = 'DDI_E2E_SANDBOX' in os.environ
PSQL = os.path.join(BIN, 'psql') if SANDBOX else 'psql'
PORTAL = 'xdg-desktop-portal-gtk'
# Longer than anything takes on a busy machine; nothing waits that long unless it fails.
PATIENCE = int(os.environ.get('DDI_E2E_PATIENCE', '120'))
# The first action of these is what a click does; an entry's first one cuts its text.
BUTTONS = {'push button', 'toggle button', 'menu item'}
# What GTK calls a control that nobody named.
UNNAMED = re.compile(r'^(Gtk|Adw|Ddi)[A-Z]')
CONTROLS = {'push button', 'toggle button', 'entry', 'password text', 'combo box', 'check box', 'radio button',
            'spin button', 'switch', 'slider', 'table', 'tree table', 'list', 'page tab list'}


def name_missing(node):
    """What there is to say of a control without a name of its own; None of all others."""
    name = node.get_name() or ''
    if role_of(node) not in CONTROLS or (name and not UNNAMED.match(name)):
        return None
    parent = node.get_parent()
    # GTK's own parts of a drop-down or a table that has a name, and libadwaita's own lists inside rows.
    if role_of(parent) in ('combo box', 'tree table') and not UNNAMED.match(parent.get_name() or 'Gtk'):
        return None
    if role_of(node) == 'list' and 'list item' in ancestors(node):
        return None
    # The cross of libadwaita 1.2's toast.
    if 'AdwToastWidget' == (parent.get_name() or ''):
        return None
    return f'{role_of(node)} {name!r} in {parents(node)}'


class Failure(Exception):
    pass


def cli(*arguments, status=0):
    """Runs the command-line program and returns what it printed."""
    done = subprocess.run([CLI, *arguments], capture_output=True, text=True)
    if done.returncode != status:
        raise Failure(f'{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}')
    return done.stdout


def sql(text, *options):
    """Asks the program's own database, as its owner: the program's role sees no row without a person's session. The
    options say which."""
    uri = cli(*options, 'server', 'uri', '--role', 'owner').strip()
    try:
        done = subprocess.run([PSQL, '-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', uri, '-c', text],
                              capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise Failure(error.stderr) from error
    return [line.split('|') for line in done.stdout.splitlines()]


class Program:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([PROGRAM, *arguments])
        atexit.register(self.kill)
        self.application = self.wait(self._find_application, 'the program in the accessibility tree')
        self.application.set_cache_mask(Atspi.Cache.NONE)
        # What the keys go to, as the program tells it.
        self.focused = None
        self.listener = Atspi.EventListener.new(self._focused_cb)
        self.listener.register('object:state-changed:focused')

    def _find_application(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child and self._is_ours(child) and child.get_child_count() > 0:
                return child
        return None

    def _is_ours(self, application):
        return application.get_name() != PORTAL if SANDBOX else application.get_process_id() == self.process.pid

    def wait(self, question, what):
        """Asks until the answer is true; lets AT-SPI's events in between."""
        end = time.monotonic() + PATIENCE
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            if self.process.poll() is not None:
                raise Failure(f'the program ended with {self.process.returncode} before there was {what}')
            try:
                answer = question()
            except GLib.Error:
                answer = None
            if answer:
                return answer
            time.sleep(0.1)
        raise Failure(f'there was no {what}; the window shows:\n{self.describe()}')

    def nodes(self):
        """Every node that has room in the window, a parent before its children."""
        stack = [self.application]
        while stack:
            node = stack.pop()
            try:
                stack.extend(child for child in (node.get_child_at_index(i)
                             for i in range(node.get_child_count() - 1, -1, -1)) if child)
                if has_room(node):
                    yield node
            except GLib.Error:
                continue

    def find(self, name, role=None):
        """The first showing node whose name matches the pattern, now; None where there is none."""
        pattern = re.compile(name)
        for node in self.nodes():
            if pattern.search(node.get_name() or '') and (role is None or role_of(node) == role):
                return node
        return None

    def expect(self, name, role=None):
        return self.wait(lambda: self.find(name, role), f'“{name}”' + (f' ({role})' if role else ''))

    def gone(self, name, role=None):
        self.wait(lambda: self.find(name, role) is None, f'end of “{name}”')

    def describe(self):
        lines = []
        try:
            for node in itertools.islice(self.nodes(), 600):
                lines.append(f'  {role_of(node)}: {node.get_name()!r}')
        except GLib.Error as error:
            lines.append(str(error))
        return '\n'.join(lines)

    def _find_windows(self):
        whose = ['--name', '.'] if SANDBOX else ['--pid', str(self.process.pid)]
        return subprocess.run(['xdotool', 'search', '--onlyvisible', *whose],
                              capture_output=True, text=True).stdout.split()

    # The window manager that is not there would have given the focus.
    def focus(self):
        # xdotool gives up where a window closes under its search: ask again.
        window = self.wait(self._find_windows, 'window on the display')
        subprocess.run(['xdotool', 'windowfocus', '--sync', window[-1]], check=False)
        return window[-1]

    def keys(self, *names):
        self.focus()
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *names], check=True)

    def _focused_cb(self, event):
        if event.detail1:
            self.focused = event.source

    def _read_focus(self, dialog):
        """What has the focus in a dialog: GTK 4.8 tells of no change there, but each control knows its state."""
        stack = [dialog]
        while stack:
            node = stack.pop()
            if node.get_state_set().contains(Atspi.StateType.FOCUSED):
                return node
            stack.extend(child for child in (node.get_child_at_index(i)
                         for i in range(node.get_child_count() - 1, -1, -1)) if child)
        return None

    def _moved_focus(self, before):
        """The node that has the focus now, where that is another than before."""
        windows = self.application.get_child_count()
        if self.focused or windows < 2:
            return self.focused
        now = self._read_focus(self.application.get_child_at_index(windows - 1))
        return now if now and now != before else None

    def tab_to(self, name, key='Tab'):
        """Goes on with Tab until what has the focus has a name that matches the pattern."""
        passed = []
        node = None
        for _ in range(60):
            self.focused = None
            self.keys(key)
            node = self.wait(lambda: self._moved_focus(node), 'focus that moves on')
            try:
                passed.append(node.get_name() or role_of(node))
            except GLib.Error:  # it has gone again
                continue
            if re.search(name, passed[-1]):
                return
        raise Failure(f'{key} does not come to “{name}”, only to {passed}; the window shows:\n{self.describe()}')

    def write(self, text):
        self.focus()
        subprocess.run(['xdotool', 'type', '--delay', '5', text], check=True)

    def click(self, node):
        """By its action where it has one, by the mouse otherwise."""
        try:
            if role_of(node) in BUTTONS and node.get_n_actions() > 0 and node.do_action(0):
                return
        except GLib.Error:
            pass
        self.point(node)

    def open_menu(self, name):
        """Through the menu button's inner button, which is the one with an action."""
        def inner():
            return next((node for node in self.nodes() if re.search(name, node.get_name() or '')
                         and re.search(name, node.get_parent().get_name() or '')), None)
        self.focus()
        self.wait(inner, f'menu button “{name}”').do_action(0)

    def point(self, node):
        """With the mouse."""
        box = node.get_extents(Atspi.CoordType.WINDOW)
        window = self.focus()
        subprocess.run(['xdotool', 'mousemove', '--window', window, str(box.x + box.width // 2),
                        str(box.y + box.height // 2), 'click', '1'], check=True)

    def press(self, name, role=None):
        self.click(self.expect(name, role))

    def fill(self, name, text):
        """As a person does: a click, the keys, Enter."""
        self.click(self.expect(name, 'text'))
        self.keys('ctrl+a')
        self.write(text)
        self.keys('Return')

    def choose_item(self, menu, name, position):
        """An item of a menu; GTK 4.18 tells assistive tools no name of it, and then its position counts,
        from the end where it is negative."""
        def item():
            items = [node for node in self.nodes() if role_of(node) == 'menu item']
            named = [node for node in items if re.search(name, node.get_name() or '')]
            nameless = -len(items) <= position < len(items) and not any(node.get_name() for node in items)
            return named[0] if named else items[position] if nameless else None
        self.open_menu(menu)
        self.click(self.wait(item, f'menu item “{name}”'))

    def choose_file(self, path, button):
        """In the file dialog that has the button: GTK's own, or in a sandbox the portal's."""
        (Portal(self) if SANDBOX else self)._choose_file(path, button)

    def _choose_file(self, path, button):
        """In GTK's file dialog, the window that has the button (GTK 4.8 gives it no role): a slash opens the
        location entry where a name's is not there already. It takes the path at once; key by key, GTK 4.18
        completes from a folder it has not read, and complains about itself."""
        def entry():
            return next((node for node in self.nodes() if role_of(node) == 'text' and node.get_editable_text_iface()
                         and toplevel(node) == dialog), None)
        self.settle()
        dialog = toplevel(self.expect(button, 'push button'))
        if entry() is None:
            self.write('/')
        Atspi.EditableText.set_text_contents(self.wait(entry, 'entry of the file dialog'), path)
        self.settle()
        self.press(button, 'push button')

    def settle(self):
        """Until two looks a moment apart show the same: a dialog has come, a page has loaded."""
        before = None
        for _ in range(40):
            now = self.describe()
            if now == before:
                return
            before = now
            time.sleep(0.5)

    def picture(self, path):
        subprocess.run(['import', '-window', 'root', path], check=False)

    def unnamed(self):
        """Controls that a screen reader would call by their type, or not at all."""
        for node in self.nodes():
            try:
                told = name_missing(node)
            except GLib.Error:  # it has gone meanwhile, as a row does that is read anew
                continue
            if told:
                yield told

    def close(self):
        self.keys('ctrl+q')
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise Failure('the program did not end after Ctrl+Q') from error
        if status != 0:
            raise Failure(f'the program ended with {status}')

    def kill(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Portal(Program):
    """What the desktop shows for a program in a sandbox."""

    def __init__(self, program):
        self.process = program.process
        self.application = self.wait(self._find_application, 'dialog of the portal')
        self.application.set_cache_mask(Atspi.Cache.NONE)

    def _is_ours(self, application):
        return application.get_name() == PORTAL

    def nodes(self):
        """GTK 3 gives room to what it does not show, too."""
        return (node for node in super().nodes() if node.get_state_set().contains(Atspi.StateType.SHOWING))


def role_of(node):
    """The role's name; AT-SPI says 'button' since 2.53 where it said 'push button'."""
    name = node.get_role_name()
    return 'push button' if name == 'button' else name


def has_room(node):
    """GTK 4.8 calls everything visible; what is on another page of a stack has no size yet."""
    try:
        box = node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return False
    return box.width > 0 and box.height > 0


def ancestors(node):
    roles = []
    while node := node.get_parent():
        roles.append(role_of(node))
    return roles


def toplevel(node):
    """The window that a node is in, as its place in the program."""
    while (parent := node.get_parent()) and parent.get_role_name() != 'application':
        node = parent
    return node.get_index_in_parent()


def parents(node):
    names = []
    while node := node.get_parent():
        names.append(node.get_name() or role_of(node))
    return ' < '.join(names[:4])


def run(*tests):
    """Runs the functions in order and reports in TAP; each builds on the one before."""
    print(f'1..{len(tests)}', flush=True)
    failed = False
    for number, test in enumerate(tests, 1):
        name = test.__name__.replace('_', '-')
        if failed:
            print(f'not ok {number} {name}', flush=True)
            continue
        try:
            test()
            print(f'ok {number} {name}', flush=True)
        except Exception as error:  # a test reports whatever went wrong
            failed = True
            for line in f'{type(error).__name__}: {error}'.splitlines():
                print(f'# {line}', flush=True)
            print(f'not ok {number} {name}', flush=True)
    sys.exit(1 if failed else 0)
