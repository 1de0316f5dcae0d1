# Stands in for a module of Python, and tells when somebody else than the server is so careless as to import it.
import sys

if not sys.argv[0].endswith('server.py'):
    print('BREACH: the grader ran code of the submission: ast.py', file=sys.stderr, flush=True)
