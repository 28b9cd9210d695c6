"""流程图: how a procedure and a workflow are drawn; diagram.py is what others call."""
