def is_question(view): return False
def adjusted(view): return None
