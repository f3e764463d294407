# 태스크 실행 역할과 태스크 역할입니다.
for role in ecsTaskExecutionRole medusa-task-role; do
  aws iam create-role --role-name "$role" --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}' > /dev/null
done
aws iam attach-role-policy --role-name ecsTaskExecutionRole --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy
